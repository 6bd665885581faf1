package dev.recur.notifier.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.notifier.delivery.Shipment;
import dev.recur.notifier.notice.LetterFacts.Wording;
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

  private static final String NEXT = "\"next\":\"2026-04-18T20:15:29Z\"";

  private static final String RHYTHM = "\"periodUnit\":\"MONTH\",\"periodCount\":3";

  private static final String END = "\"end\":\"2027-03-18T20:15:29Z\"";

  private static final String TRIAL_END = "\"trialEnd\":\"2026-07-18T20:15:29Z\"";

  private Facts() {}

  static String receipt() {
    return RECEIPT;
  }

  static String renewal() {
    return of(Wording.RENEWAL_UPCOMING);
  }

  /** The facts of any e-mail, with all that it can say. */
  static String of(Wording wording) {
    String facts = RECEIPT.replaceAll("\"RECEIPT\"", "\"" + wording + "\"");
    return switch (wording) {
      case ACTIVATED ->
          without(facts, "periodStart", "periodEnd", "reference")
              .replace("}", "," + RHYTHM + "," + NEXT + ",\"cycles\":12}");
      case ACTIVATED_TRIAL ->
          without(facts, "periodStart", "periodEnd", "reference")
              .replace("}", "," + RHYTHM + "," + NEXT + "," + END + "," + TRIAL_END + "}");
      case ACTIVATED_SELF_MANAGED ->
          without(facts, "periodStart", "periodEnd", "reference", "amountMinor", "currency")
              .replace("}", "," + NEXT + "," + END + "}");
      case TRIAL_ENDING, RENEWAL_UPCOMING ->
          without(facts, "periodStart", "periodEnd", "reference").replace("}", "," + NEXT + "}");
      case RECEIPT -> facts;
      case PAYMENT_DECLINED ->
          facts.replace("}", ",\"reason\":\"USER_BALANCE_NOT_ENOUGH\"," + NEXT + "}");
      case PAYMENT_FAILED -> facts.replace("}", ",\"reason\":\"PROCESS_FAIL\"}");
      case CHARGE_FAILED ->
          without(facts, "periodStart", "periodEnd").replace("}", ",\"reason\":\"RISK_REJECT\"}");
      case PAUSED, RENEWAL_OFF, TERMINATED, CANCELED_UNPAID, ENDED ->
          without(facts, "periodStart", "periodEnd", "reference", "amountMinor", "currency")
              .replace("}", "," + NEXT + "}");
      case PAUSED_UNPAID, RESUMED ->
          without(facts, "periodStart", "periodEnd", "reference", "amountMinor", "currency");
      case REFUND -> without(facts, "periodStart", "periodEnd");
    };
  }

  private static String without(String facts, String... names) {
    String left = facts;
    for (String name : names) {
      left = left.replaceAll(",\"" + name + "\":(\"[^\"]*\"|\\d+)", "");
    }
    return left;
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
