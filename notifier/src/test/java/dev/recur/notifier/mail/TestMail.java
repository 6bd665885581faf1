package dev.recur.notifier.mail;

import dev.recur.notifier.mail.MailSettings.Tls;
import dev.recur.notifier.sender.MailCarrier;
import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.buyer.BuyerLink;
import dev.recur.schemas.signature.SecretBox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;

/** What sends e-mails in tests, and to whom. */
public final class TestMail {

  public static final String ANN = "ann@buyers.example";

  static final String LINKS_BEGIN = "https://pay.example";
  static final SecretBox BOX = new SecretBox(new byte[SecretBox.KEY_BYTES]);
  static final BuyerLink LINKS = new BuyerLink(BOX);

  /** Soon after the facts were written down. */
  static final Instant NOW = Instant.parse("2026-11-21T10:00:07Z");

  private TestMail() {}

  /** A buyer. */
  public static BuyerData buyer(String name, String locale) {
    return new BuyerData(
        Optional.of(ANN), Optional.of(name), Optional.of(locale), Map.of(), Set.of());
  }

  /** Patient enough for a machine that does much else. */
  static MailSettings settings(int port, Tls tls) {
    return settings(port, tls, Duration.ofSeconds(10));
  }

  static MailSettings settings(int port, Tls tls, Duration deadline) {
    return new MailSettings(
        "localhost",
        port,
        "Shop Billing <billing@shop.example>",
        "",
        "",
        tls,
        LINKS_BEGIN + "/",
        deadline,
        5);
  }

  /** Sends to a server that says nothing of TLS. */
  public static MailCarrier to(int port, Function<String, Optional<BuyerData>> buyers) {
    return sender(
        settings(port, Tls.NONE), (SSLSocketFactory) SSLSocketFactory.getDefault(), buyers);
  }

  static MailSender sender(
      MailSettings settings, SSLSocketFactory trust, Function<String, Optional<BuyerData>> buyers) {
    return sender(settings, trust, buyers, InstantSource.fixed(NOW));
  }

  static MailSender sender(
      MailSettings settings,
      SSLSocketFactory trust,
      Function<String, Optional<BuyerData>> buyers,
      InstantSource clock) {
    return with(settings, trust, buyers::apply, clock);
  }

  /** Sends to a server that says nothing of TLS, where looking up may fail. */
  static MailSender lookingUp(MailSettings settings, BuyerLookup buyers) {
    return with(
        settings,
        (SSLSocketFactory) SSLSocketFactory.getDefault(),
        buyers,
        InstantSource.fixed(NOW));
  }

  private static MailSender with(
      MailSettings settings, SSLSocketFactory trust, BuyerLookup buyers, InstantSource clock) {
    return new MailSender(
        buyers,
        new Writer(LINKS, settings.linksBegin()),
        settings.sender(),
        new SmtpServer(settings, trust),
        settings.inTheAirMax(),
        clock);
  }
}
