package dev.recur.notifier.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.notifier.mail.MailSettings.Tls;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.BeanContext;
import io.micronaut.context.BeanResolutionContext;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.inject.BeanConfiguration;
import io.micronaut.inject.BeanDefinitionReference;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator writes about mail, and what comes of it. */
class MailSettingsTest {

  private static final Map<String, Object> FULL =
      Map.of(
          "recur.notifier.mail.host", "smtp.shop.example",
          "recur.notifier.mail.from", "Shop <billing@shop.example>",
          "recur.notifier.mail.page-url", "https://pay.shop.example/");

  @ParameterizedTest
  @ValueSource(strings = {"absent", ""})
  void withoutAHost_thereShouldBeNoMail(String host) {
    Map<String, Object> settings = new HashMap<>(FULL);
    settings.put("recur.notifier.mail.host", host);
    if (host.equals("absent")) {
      settings.remove("recur.notifier.mail.host");
    }

    with(settings, found -> assertThat(found).isEmpty());
  }

  @Test
  void host_shouldBeAllButFromAndPageUrl() {
    with(
        FULL,
        found -> {
          MailSettings settings = found.orElseThrow();
          assertThat(settings.port()).isEqualTo(587);
          assertThat(settings.tls()).isEqualTo(Tls.STARTTLS);
          assertThat(settings.deadline()).isEqualTo(Duration.ofSeconds(30));
          assertThat(settings.inTheAirMax()).isEqualTo(20);
          assertThat(settings.login()).isEmpty();
          assertThat(settings.sender().getAddress()).isEqualTo("billing@shop.example");
          assertThat(settings.sender().getPersonal()).isEqualTo("Shop");
          assertThat(settings.linksBegin()).isEqualTo("https://pay.shop.example");
        });
  }

  @Test
  void environment_shouldSpellThemAsTheOthers() {
    Map<String, Object> settings = new HashMap<>(FULL);
    settings.put("recur.notifier.mail.tls", "NONE");
    settings.put("recur.notifier.mail.port", "2525");
    settings.put("recur.notifier.mail.username", "notifier");
    settings.put("recur.notifier.mail.password", "s3cret");
    with(
        settings,
        found -> {
          MailSettings read = found.orElseThrow();
          assertThat(read.tls()).isEqualTo(Tls.NONE);
          assertThat(read.port()).isEqualTo(2525);
          assertThat(read.login()).contains(new MailSettings.Login("notifier", "s3cret"));
          assertThat(read.toString() + read.login()).doesNotContain("s3cret");
        });
  }

  @Test
  void whatIsMissing_shouldBeSaidWithItsCure() {
    Map<String, Object> host = Map.of("recur.notifier.mail.host", "smtp.shop.example");
    with(
        host,
        found -> {
          MailSettings settings = found.orElseThrow();
          assertThatThrownBy(settings::sender)
              .isInstanceOf(ConfigurationException.class)
              .hasMessageContaining("recur.notifier.mail.from is no address");
          assertThatThrownBy(settings::linksBegin)
              .isInstanceOf(ConfigurationException.class)
              .hasMessageContaining("recur.notifier.mail.page-url is no address of the web");
        });
    Map<String, Object> halfALogin = new HashMap<>(FULL);
    halfALogin.put("recur.notifier.mail.username", "notifier");
    with(
        halfALogin,
        found ->
            assertThatThrownBy(() -> found.orElseThrow().login())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("give both or neither"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop", "a@b.example, c@d.example", "a@b.example\r\nBcc: c@d.example"})
  void fromThatIsNoAddress_shouldBeRefused(String from) {
    Map<String, Object> settings = new HashMap<>(FULL);
    settings.put("recur.notifier.mail.from", from);
    with(
        settings,
        found ->
            assertThatThrownBy(() -> found.orElseThrow().sender())
                .isInstanceOf(ConfigurationException.class));
  }

  /** As the container makes it, without what would begin to work. */
  private static void with(Map<String, Object> settings, Consumer<Optional<MailSettings>> check) {
    try (ApplicationContext context =
        ApplicationContext.builder(settings, "unit")
            .beanConfigurations(new NothingStarts())
            .start()) {
      check.accept(context.findBean(MailSettings.class));
    }
  }

  /** Leaves out what the notifier does when it starts. */
  private static final class NothingStarts implements BeanConfiguration {

    private static final String STARTS = "dev.recur.notifier.Start";

    @Override
    public Package getPackage() {
      return MailSettings.class.getPackage();
    }

    @Override
    public String getName() {
      return STARTS;
    }

    @Override
    public @Nullable String getVersion() {
      return null;
    }

    @Override
    public boolean isEnabled(BeanContext context) {
      return false;
    }

    @Override
    public boolean isEnabled(BeanContext context, @Nullable BeanResolutionContext resolution) {
      return false;
    }

    @SuppressWarnings("rawtypes") // As the interface has it.
    @Override
    public boolean isWithin(BeanDefinitionReference reference) {
      return reference.getBeanDefinitionName().startsWith("dev.recur.notifier.$Start");
    }

    @Override
    public boolean isWithin(String className) {
      return className.equals(STARTS);
    }
  }
}
