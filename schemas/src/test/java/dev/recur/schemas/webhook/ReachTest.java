package dev.recur.schemas.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which URLs may be posted to. */
class ReachTest {

  private static final Reach STRANGERS = Reach.allowing(List.of());
  private static final Reach OWN =
      Reach.allowing(Network.parseAll(List.of("127.0.0.0/8", " ::1/128", "")));

  @ParameterizedTest
  @CsvSource({
    "true, shop.example, 443",
    "true, shop.example, 1024",
    "true, shop.example, 8443",
    "true, shop.example, 65535",
    "true, 8.8.8.8, 443",
    "true, 2606:4700::1111, 443"
  })
  void usualUrls_shouldBeTaken(boolean secure, String host, int port) {
    Reach.Url url = new Reach.Url(secure, false, host, port);
    assertThat(STRANGERS.objectionToLiteral(url)).isEmpty();
    assertThat(OWN.objectionToLiteral(url)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "false | false | shop.example | 80 | is plain http, which is not used for webhooks",
        "true | true | shop.example | 443 | has a user name in it",
        "true | false | 127.1 | 443 | has a number for a host",
        "true | false | 2130706433 | 443 | has a number for a host",
        "true | false | shop.example | 22 | has port 22: give 443, or one from 1024 to 65535.",
        "true | false | shop.example | 65536 | has port 65536: give 443",
        "true | false | shop.example | 0 | has port 0: give 443",
        "true | false | shop.example | 80 | has port 80",
        "true | false | 10.0.0.1 | 443 | leads to 10.0.0.1, which webhooks must not reach",
        "true | false | ::ffff:127.0.0.1 | 443 | give an address of the public Internet",
        "true | false | ::1 | 443 | which webhooks must not reach"
      })
  void otherUrls_shouldBeRefusedWithACure(
      boolean secure, boolean hasUser, String host, int port, String words) {
    assertThat(STRANGERS.objectionToLiteral(new Reach.Url(secure, hasUser, host, port)).orElse(""))
        .contains(words, "give");
  }

  /** What an operator lists may be reached by plain http too, and nothing else may. */
  @Test
  void listedNetworks_shouldBeTaken() {
    assertThat(OWN.objectionToLiteral(new Reach.Url(false, false, "127.0.0.1", 8080))).isEmpty();
    assertThat(OWN.objectionToLiteral(new Reach.Url(true, false, "::1", 443))).isEmpty();
    assertThat(OWN.objectionToLiteral(new Reach.Url(false, false, "8.8.8.8", 80)).orElse(""))
        .contains("give an https URL");
    assertThat(OWN.objectionToLiteral(new Reach.Url(true, false, "10.0.0.1", 443))).isNotEmpty();
    // Where a name leads to is seen when it is called.
    assertThat(OWN.objectionToLiteral(new Reach.Url(false, false, "localhost", 8080))).isEmpty();
  }
}
