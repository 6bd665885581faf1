package dev.recur.notifier.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.notifier.delivery.Shipment;
import java.util.Optional;

/** Facts as they lie on the topic. */
final class Facts {

  private static final String RECEIPT =
      """
      {"notice":"RECEIPT","wording":"RECEIPT","subscriptionId":"S7a1f0c9be2d34856",\
      "merchant":"Corner Shop","sandbox":false,"description":"Coffee","zone":"+08:00",\
      "at":"2026-03-19T08:15:29Z","writtenAt":"2026-11-21T10:00:00Z","amountMinor":999,\
      "currency":"USD","periodStart":"2026-03-18T20:15:29Z","periodEnd":"2026-04-18T20:15:29Z",\
      "reference":"P1"}""";

  private Facts() {}

  static String receipt() {
    return RECEIPT;
  }

  static String renewal() {
    return RECEIPT
        .replace("RECEIPT", "RENEWAL_UPCOMING")
        .replace("\"reference\":\"P1\"", "\"next\":\"2026-04-18T20:15:29Z\"");
  }

  static Shipment.Body body(String facts) {
    return new Shipment.Body("mailto:", facts.getBytes(UTF_8));
  }

  static Shipment shipment(String eventType) {
    return new Shipment(
        "D17",
        "SANDBOX_M1 mailto:",
        "SANDBOX_M1",
        Optional.empty(),
        "S7a1f0c9be2d34856",
        7,
        1,
        true,
        eventType,
        0,
        0,
        Optional.empty(),
        Optional.empty());
  }
}
