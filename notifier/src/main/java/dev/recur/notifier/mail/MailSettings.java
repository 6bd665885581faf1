package dev.recur.notifier.mail;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.exceptions.ConfigurationException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which mail server sends e-mails to buyers; application.yml says what each setting is for. There
 * is such a bean only where a host is set.
 *
 * @param host the mail server
 * @param port its port
 * @param from who the e-mails are from: an address, perhaps with a name
 * @param username how the server knows us; with it goes a password
 * @param password to that
 * @param tls how the connection is made secure
 * @param pageUrl address at which buyers reach the subscription-service's pages
 * @param deadline of one attempt, over everything
 * @param inTheAirMax most connections to the server at once
 */
@ConfigurationProperties("recur.notifier.mail")
@Requires(property = "recur.notifier.mail.host")
@Requires(property = "recur.notifier.mail.host", notEquals = "")
public record MailSettings(
    String host,
    int port,
    @Nullable String from,
    @Nullable String username,
    @Nullable String password,
    Tls tls,
    @Nullable String pageUrl,
    Duration deadline,
    int inTheAirMax) {

  /** How a connection is made secure. */
  public enum Tls {
    /** Not at all: only for a server on this machine. */
    NONE,
    /** Begun in the clear and made secure before anything is said; refused where it is not. */
    STARTTLS,
    /** From the first byte. */
    TLS
  }

  /**
   * Who e-mails are from.
   *
   * @throws ConfigurationException when that is no address
   */
  InternetAddress sender() {
    try {
      InternetAddress[] parsed = InternetAddress.parse(Optional.ofNullable(from).orElse(""), true);
      if (parsed.length == 1 && parsed[0].getAddress().contains("@")) {
        parsed[0].validate();
        return parsed[0];
      }
    } catch (AddressException e) {
      // Said below, whatever is wrong with it.
    }
    throw new ConfigurationException(
        "recur.notifier.mail.from is no address: give one, like Shop <billing@shop.example>");
  }

  /**
   * Where buyers' links begin, without a slash at the end.
   *
   * @throws ConfigurationException when that is no address of the web
   */
  String linksBegin() {
    String url = Optional.ofNullable(pageUrl).orElse("").strip().replaceFirst("/+$", "");
    try {
      URI uri = URI.create(url);
      boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (isWeb && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
        return uri.toASCIIString();
      }
    } catch (IllegalArgumentException e) {
      // Said below, whatever is wrong with it.
    }
    throw new ConfigurationException(
        "recur.notifier.mail.page-url is no address of the web: give the one at which buyers reach"
            + " the subscription-service, like https://pay.shop.example");
  }

  /** How the server knows us; empty where it does not ask. */
  Optional<Login> login() {
    String name = Optional.ofNullable(username).orElse("");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    if (password == null || password.isEmpty()) {
      throw new ConfigurationException(
          "recur.notifier.mail.username is set and the password is not: give both or neither");
    }
    return Optional.of(new Login(name, password));
  }

  /** A name and its password. */
  record Login(String username, String password) {
    @Override
    public String toString() {
      return "Login[" + username + "]";
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "MailSettings[" + host + ":" + port + ", " + tls + "]";
  }
}
