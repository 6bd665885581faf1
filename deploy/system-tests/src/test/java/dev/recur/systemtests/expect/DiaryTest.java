package dev.recur.systemtests.expect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A diary's line says what was as expected in few words, and what was not in full. */
class DiaryTest {

  private static final String ID = PublishedIds.subscription("C", "r");
  private static final Diary DIARY =
      Diary.of(
          new Diary.Birth(ID, "r", "2026-03-13T18:15:29+08:00", "Coffee", "ok"),
          List.of("up", "down"));

  @Test
  void charge_shouldBeNamedByWhatItIsFor() {
    assertThat(DIARY.line(charge(3, 2, "SUCCEEDED")))
        .isEqualTo("2026-05-12T18:20:29 charge 3/2 5000 USD SUCCEEDED");
    String change = PublishedIds.payment(ID, "CHANGE", "up");
    assertThat(DIARY.line(charge(change, "CHARGE", new Purpose(ID, "CHANGE", 0))))
        .isEqualTo("2026-05-12T18:20:29 charge change:up 5000 USD SUCCEEDED");
    String refund = PublishedIds.payment(ID, "REFUND", "down");
    assertThat(DIARY.line(charge(refund, "REFUND", new Purpose(ID, "REFUND", 0))))
        .isEqualTo("2026-05-12T18:20:29 refund:down 5000 USD SUCCEEDED");
  }

  @Test
  void chargeForSomethingElseThanItsIdSays_shouldSaySo() {
    String third = PublishedIds.paymentOfPeriod(ID, 3);
    assertThat(DIARY.line(charge(third, "CHARGE", new Purpose(ID, "PERIOD", 4))))
        .contains("charge 3 5000 USD SUCCEEDED, but for " + ID + " PERIOD 4");
    assertThat(DIARY.line(charge("elsewhere", "CHARGE", new Purpose(ID, "PERIOD", 3))))
        .contains("charge elsewhere 5000 USD SUCCEEDED, but for");
  }

  @Test
  void payment_shouldBeShort_whenAllIsAsTheBirthSays() {
    assertThat(DIARY.line(new Notice(ID, payment())))
        .isEqualTo(
            "payment 3 S 5000 USD at 2026-05-12T18:20:29 of"
                + " 2026-05-13T18:15:29/2026-06-13T18:15:29");
  }

  @Test
  void whatDiffersInAPayment_shouldBeSpelledOut() {
    for (String field : payment().keySet()) {
      Map<String, String> fields = payment();
      fields.put(field, "other");
      assertThat(DIARY.line(new Notice(ID, fields)))
          .as(field)
          .isNotEqualTo(DIARY.line(new Notice(ID, payment())));
      fields.remove(field);
      assertThat(DIARY.line(new Notice(ID, fields)))
          .as(field)
          .isNotEqualTo(DIARY.line(new Notice(ID, payment())));
    }
    Map<String, String> more = payment();
    more.put("cardNo", "4242");
    assertThat(DIARY.line(new Notice(ID, more))).endsWith(", cardNo 4242");
  }

  private static Map<String, String> payment() {
    return new TreeMap<>(
        Map.ofEntries(
            Map.entry(Notice.KIND, Notice.OF_PAYMENT),
            Map.entry("notifyType", "PAYMENT_RESULT"),
            Map.entry("subscriptionId", ID),
            Map.entry("subscriptionRequestId", "r"),
            Map.entry("paymentId", PublishedIds.paymentOfPeriod(ID, 3)),
            Map.entry("paymentAmount.value", "5000"),
            Map.entry("paymentAmount.currency", "USD"),
            Map.entry("paymentCreateTime", "2026-05-12T18:20:29+08:00"),
            Map.entry("paymentTime", "2026-05-12T18:20:29+08:00"),
            Map.entry("paymentMethodType", "GCASH"),
            Map.entry("phaseNo", "3"),
            Map.entry("periodStartTime", "2026-05-13T18:15:29+08:00"),
            Map.entry("periodEndTime", "2026-06-13T18:15:29+08:00"),
            Map.entry("result.resultStatus", "S"),
            Map.entry("result.resultCode", "SUCCESS")));
  }

  private static Charge charge(int period, int attempt, String outcome) {
    String paymentId = PublishedIds.paymentOfPeriod(ID, period);
    return new Charge(
        PublishedIds.attempt(paymentId, attempt),
        "CHARGE",
        new Purpose(ID, "PERIOD", period),
        paymentId,
        5000,
        "USD",
        outcome,
        Instant.parse("2026-05-12T10:20:29Z"));
  }

  private static Charge charge(String paymentId, String operation, Purpose what) {
    return new Charge(
        paymentId + "/1",
        operation,
        what,
        paymentId,
        5000,
        "USD",
        "SUCCEEDED",
        Instant.parse("2026-05-12T10:20:29Z"));
  }
}
