package dev.recur.service.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.schemas.signature.SecretBox;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppSettingsTest {

  @ParameterizedTest
  @CsvSource({
    "Recur App, https://pay.example.com, dev.recur, recur.gateway.app.scheme",
    "'', https://pay.example.com, dev.recur, recur.gateway.app.scheme",
    "recur, pay.example.com, dev.recur, recur.gateway.app.link-url",
    "recur, https://pay.example.com, ' ', recur.gateway.app.identifier"
  })
  void wrongSetting_shouldBeNamed(String scheme, URI linkUrl, String identifier, String name) {
    assertThatThrownBy(() -> new AppSettings(scheme, linkUrl, identifier))
        .hasMessageContaining(name);
  }

  @Test
  void links_shouldBeginAsTheSettingsSay() {
    BuyerLinks links =
        new BuyerLinks(
            URI.create("https://pay.example.com:8443/"),
            new AppSettings("club+pay", URI.create("https://app.club.example/"), "com.club"),
            new SecretBox(new byte[32]));
    BuyerLinks.Links inApp = links.of("S1", true);
    String path = inApp.normalUrl().substring("https://pay.example.com:8443".length());
    assertThat(path).startsWith("/authorise/S1/");
    assertThat(inApp.schemeUrl()).isEqualTo("club+pay://app.club.example" + path);
    assertThat(inApp.applinkUrl()).isEqualTo("https://app.club.example" + path);
    assertThat(inApp.appIdentifier()).isEqualTo("com.club");
    assertThat(links.of("S1", false))
        .isEqualTo(new BuyerLinks.Links(inApp.normalUrl(), null, null, null));
  }
}
