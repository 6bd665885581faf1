package dev.recur.service;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsCheckTest {

  @Test
  void missingSettings_shouldBeNamedTogetherWithTheirVariables() {
    assertThatThrownBy(() -> check(Map.of("recur.admin.token", " ")))
        .hasMessageContaining("recur.admin.token (RECUR_ADMIN_TOKEN)")
        .hasMessageContaining("recur.master-key (RECUR_MASTER_KEY)");
  }

  @Test
  void keystoreThatIsNone_shouldBeNamed() {
    assertThatThrownBy(() -> check(with("recur.gateway.keystore", "pom.xml")))
        .hasMessageContaining("recur.gateway.keystore");
    assertThatThrownBy(() -> check(with("recur.gateway.keystore", "nowhere.p12")))
        .hasMessageContaining("nowhere.p12");
  }

  private static Map<String, Object> with(String name, String value) {
    Map<String, Object> settings = new HashMap<>();
    for (String each :
        new String[] {
          "recur.kafka.bootstrap-servers",
          "recur.kafka.registry-url",
          "recur.master-key",
          "recur.gateway.keystore-password",
          "recur.admin.token"
        }) {
      settings.put(each, "x");
    }
    settings.put(name, value);
    return settings;
  }

  private static void check(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    // There is no server here that could stop in order.
    all.put("micronaut.lifecycle.graceful-shutdown.enabled", false);
    try (ApplicationContext context = ApplicationContext.run(all)) {
      new SettingsCheck(context.getEnvironment());
    }
  }
}
