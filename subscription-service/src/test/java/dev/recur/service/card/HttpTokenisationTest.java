package dev.recur.service.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.service.Deadline;
import dev.recur.service.card.Tokenisation.Outcome;
import dev.recur.service.testing.FakeTokenisation;
import dev.recur.service.testing.FakeTokenisation.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTokenisationTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final CardData CARD =
      new CardData("4111111111111111", "09", "30", "123", "Ada Buyer");

  private static final String KEY = "key-of-the-request";

  private final FakeTokenisation channel = new FakeTokenisation();

  @AfterEach
  void stop() {
    channel.close();
  }

  @Test
  void card_shouldBecomeAToken() {
    assertThat(tokenise(channel.url(), TIMEOUT)).isEqualTo(new Outcome.Token("tok_1"));
    assertThat(channel.received())
        .containsExactly(
            "{\"cardNo\":\"4111111111111111\",\"expiryMonth\":\"09\",\"expiryYear\":\"30\","
                + "\"cvv\":\"123\",\"cardholderName\":\"Ada Buyer\"}");
    assertThat(channel.keys()).containsExactly(KEY);
  }

  @Test
  void otherCardUnderTheKey_shouldBeSaid() {
    channel.answering(call -> new Answer(409, "{\"message\": \"4111111111111111\"}"));
    assertThat(tokenise(channel.url(), TIMEOUT)).isEqualTo(new Outcome.OtherCard());
    assertThat(channel.received()).hasSize(1);
  }

  @Test
  void withoutAnAnswer_shouldBeAskedOnceMore() {
    channel.answering(call -> call == 1 ? new Answer(0, "") : Answer.token("tok"));
    assertThat(tokenise(channel.url(), TIMEOUT)).isEqualTo(new Outcome.Token("tok"));
    channel.answering(call -> new Answer(503, ""));
    assertThat(tokenise(channel.url(), TIMEOUT)).isEqualTo(new Outcome.Unreachable());
    assertThat(channel.received()).hasSize(2);
    assertThat(channel.keys()).containsExactly(KEY, KEY);
  }

  @Test
  void refusal_shouldBeFinal() {
    channel.answering(call -> new Answer(400, "{\"message\": \"4111111111111111 has expired\"}"));
    assertThat(tokenise(channel.url(), TIMEOUT)).isEqualTo(new Outcome.Refused());
    assertThat(channel.received()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "{}",
        "{\"tokenId\": {}}",
        "{\"tokenId\": \"4111111111111111\"}",
        "[\"tok\"]"
      })
  void answerWithoutAToken_shouldBeNone(String body) {
    channel.answering(call -> new Answer(200, body));
    assertThat(tokenise(channel.url(), TIMEOUT)).isEqualTo(new Outcome.Unreachable());
  }

  @Test
  void endlessAnswer_shouldBeNone() {
    channel.answering(call -> new Answer(200, " ".repeat(70_000) + "{\"tokenId\": \"tok\"}"));
    assertThat(tokenise(channel.url(), TIMEOUT)).isEqualTo(new Outcome.Unreachable());
  }

  @Test
  void silentChannel_shouldBeGivenUp() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + silent.getLocalPort() + "/tokens";
      assertThat(tokenise(url, Duration.ofMillis(100))).isEqualTo(new Outcome.Unreachable());
    }
  }

  /** A card goes nowhere for a request that nothing can come of any more. */
  @Test
  void afterTheCallersDeadline_noCardShouldBeSent() {
    assertThat(Deadline.within(Duration.ZERO, () -> tokenise(channel.url(), TIMEOUT)))
        .isEqualTo(new Outcome.Unreachable());
    assertThat(channel.received()).isEmpty();
  }

  @Test
  void withoutAnAddress_shouldBeSaid() {
    assertThat(tokenise("", TIMEOUT)).isEqualTo(new Outcome.NotSetUp());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "channel.example/tokens",
        "http://channel.example/tokens",
        "https:///tokens",
        "https://user:secret@channel.example/tokens",
        "https://channel.example/tokens#x",
        "https://channel.example/tok;ens",
        "ftp://localhost/tokens"
      })
  void addressThatNoCardMayBeSentTo_shouldBeRefused(URI url) {
    assertThatThrownBy(() -> new TokenisationSettings(url, TIMEOUT))
        .hasMessageContaining("recur.channel.tokenisation-url");
  }

  @ParameterizedTest
  @CsvSource({
    "https://channel.example/tokens, true",
    "http://localhost:8080/tokens, true",
    "http://[::1]:8080/tokens, true",
    "'', false"
  })
  void address_shouldBeSecretOrOnThisMachine(URI url, boolean there) {
    assertThat(new TokenisationSettings(url, TIMEOUT).url().isPresent()).isEqualTo(there);
  }

  private static Outcome tokenise(String url, Duration timeout) {
    HttpTokenisation tokenisation =
        new HttpTokenisation(new TokenisationSettings(URI.create(url), timeout));
    try {
      return tokenisation.tokenise(CARD, KEY);
    } finally {
      tokenisation.close();
    }
  }
}
