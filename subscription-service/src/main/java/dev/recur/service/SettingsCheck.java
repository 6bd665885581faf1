package dev.recur.service;

import dev.recur.service.card.TokenisationSettings;
import dev.recur.service.page.AppSettings;
import io.micronaut.context.env.Environment;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Looks at the settings before anything is started with them: one line says all that is wrong. */
@Singleton
@MeetsKafka
final class SettingsCheck {

  private static final List<String> WITHOUT_DEFAULT =
      List.of(
          "recur.kafka.bootstrap-servers",
          "recur.kafka.registry-url",
          "recur.master-key",
          "recur.gateway.keystore",
          "recur.gateway.keystore-password",
          "recur.admin.token");

  SettingsCheck(Environment settings) {
    String missing =
        WITHOUT_DEFAULT.stream()
            .filter(name -> text(settings, name).isBlank())
            .map(name -> name + " (" + environmentVariable(name) + ")")
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new IllegalStateException("These settings have no default and are missing: " + missing);
    }
    checkKeystore(
        text(settings, "recur.gateway.keystore"),
        text(settings, "recur.gateway.keystore-password"));
    checkPublicUrl(text(settings, "recur.gateway.public-url"));
    checkApp(settings);
    checkTokenisation(text(settings, "recur.channel.tokenisation-url"));
  }

  private static String text(Environment settings, String name) {
    return settings.getProperty(name, String.class).orElse("");
  }

  private static String environmentVariable(String name) {
    return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  private static void checkKeystore(String file, String password) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      KeyStore.getInstance("PKCS12").load(in, password.toCharArray());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(
          "recur.gateway.keystore is no PKCS#12 file that recur.gateway.keystore-password opens: "
              + e,
          e);
    }
  }

  /** They check themselves, but not before the first request needs them. */
  private static void checkApp(Environment settings) {
    AppSettings _ =
        new AppSettings(
            text(settings, "recur.gateway.app.scheme"),
            URI.create(text(settings, "recur.gateway.app.link-url")),
            text(settings, "recur.gateway.app.identifier"));
  }

  private static void checkTokenisation(String url) {
    TokenisationSettings _ = new TokenisationSettings(URI.create(url), Duration.ZERO);
  }

  private static void checkPublicUrl(String url) {
    URI uri = URI.create(url);
    boolean rooted = uri.getPath() == null || uri.getPath().replace("/", "").isEmpty();
    if (uri.getHost() == null || !rooted || uri.getQuery() != null || uri.getFragment() != null) {
      throw new IllegalStateException(
          "recur.gateway.public-url is "
              + url
              + ": give scheme, host and port only, such as https://pay.example.com");
    }
  }
}
