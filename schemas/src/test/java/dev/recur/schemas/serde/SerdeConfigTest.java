package dev.recur.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SerdeConfigTest {

  private static SerdeConfig with(String key, Object value) {
    return new SerdeConfig(Samples.config("http://registry:8081", key, value));
  }

  @Test
  void shouldTakeAWholeClientConfiguration() {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", "broker:9092");
    config.put(
        "value.subject.name.strategy", "io.confluent.kafka.serializers.subject.TopicNameStrategy");
    config.put(SerdeConfig.REGISTRY_URL, " https://u:p@a:8081/base// ,http://b");
    SerdeConfig settings = new SerdeConfig(config);
    assertThat(settings.registryUrls())
        .containsExactly(URI.create("https://a:8081/base"), URI.create("http://b"));
    assertThat(settings.userInfo(0)).isEqualTo("u:p");
    assertThat(settings.userInfo(1)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "use.schema.id",
        "normalize.schemas",
        "schema.registry.ssl.truststore.location",
        "schema.registry.basic.auth.user.info",
        "bearer.auth.token",
        "proxy.host",
        "rule.executors",
        "request.header.X-Tenant",
        "value.schema.id.serializer"
      })
  void settingOfConfluentsThatIsNotSupported_shouldBeRefused(String key) {
    assertThatThrownBy(() -> with(key, "something"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key)
        .hasMessageContaining("deploy/docs/serdes.md");
  }

  @ParameterizedTest
  @CsvSource({
    "value.subject.name.strategy, io.confluent.kafka.serializers.subject.RecordNameStrategy",
    "key.subject.name.strategy, io.confluent.kafka.serializers.subject.TopicRecordNameStrategy",
    "basic.auth.credentials.source, SASL_INHERIT",
    "max.retries, 101",
    "http.read.timeout.ms, 0",
    "auto.register.schemas, perhaps",
  })
  void wrongSetting_shouldBeRefused(String key, String value) {
    assertThatThrownBy(() -> with(key, value))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "registry:8081", "mock://scope", "http://user:secret@", "http://se cret:x@a"})
  void wrongAddress_shouldBeRefusedWithoutShowingIt(String url) {
    assertThatThrownBy(() -> RegistryClient.from(Map.of(SerdeConfig.REGISTRY_URL, url)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(SerdeConfig.REGISTRY_URL)
        .hasMessageNotContaining("cret");
  }

  @Test
  void noAddress_shouldBeRefused() {
    assertThatThrownBy(() -> new SerdeConfig(Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(SerdeConfig.REGISTRY_URL);
  }

  @Test
  void userInfoMissing_shouldBeRefusedWhenTheClientIsMade() {
    assertThatThrownBy(
            () ->
                RegistryClient.from(
                    Samples.config("http://a", SerdeConfig.CREDENTIALS_SOURCE, "USER_INFO")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(SerdeConfig.USER_INFO);
  }

  @Test
  void password_shouldNotBeShown() {
    assertThat(with(SerdeConfig.USER_INFO, "user:secret").values().toString())
        .doesNotContain("secret");
  }
}
