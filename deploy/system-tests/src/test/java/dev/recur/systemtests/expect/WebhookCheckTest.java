package dev.recur.systemtests.expect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The judge of the inbox sees what it is there to see. */
class WebhookCheckTest {

  private static final OffsetDateTime START = OffsetDateTime.parse("2027-01-01T10:00:00+00:00");
  private static final List<Notice> EXPECTED =
      new Expectation("C", Offer.monthly("r", START, 500, "EUR"), START)
          .notices(START.plusMonths(3));

  @Test
  void allInOrder_shouldBeComplete() {
    WebhookCheck check = WebhookCheck.of(EXPECTED, told());

    assertThat(EXPECTED).hasSize(5);
    assertThat(check.isCompleteAndInSequence()).isTrue();
    assertThat(check.found()).isEqualTo(5);
    assertThat(check.repeats()).isZero();
  }

  @Test
  void repeat_shouldBeCountedAndNothingElse() {
    List<Told> received = told();
    received.add(received.get(1));

    WebhookCheck check = WebhookCheck.of(EXPECTED, received);

    assertThat(check.repeats()).isEqualTo(1);
    assertThat(check.isCompleteAndInSequence()).isTrue();
  }

  @Test
  void repeatWithAnotherBody_shouldBeDifferent() {
    List<Told> received = told();
    Told second = received.get(1);
    received.add(new Told(EXPECTED.get(3), second.sequence(), second.previousSequence()));

    assertThat(WebhookCheck.of(EXPECTED, received).different()).hasSize(1);
  }

  @Test
  void missing_shouldBeLost_andLeaveAGap() {
    List<Told> received = told();
    received.remove(2);

    WebhookCheck check = WebhookCheck.of(EXPECTED, received);

    assertThat(check.lost()).containsExactly(EXPECTED.get(2));
    assertThat(check.broken()).hasSize(1);
    assertThat(check.isComplete()).isFalse();
  }

  @Test
  void lastMissing_shouldBeLost() {
    List<Told> received = told();
    received.removeLast();

    assertThat(WebhookCheck.of(EXPECTED, received).lost()).containsExactly(EXPECTED.getLast());
  }

  @Test
  void nothingReceived_shouldBeAllLost() {
    assertThat(WebhookCheck.of(EXPECTED, List.of()).lost()).hasSize(5);
  }

  @Test
  void unexpected_shouldBeSurplus() {
    List<Told> received = told();
    received.add(new Told(EXPECTED.getLast(), 100, received.getLast().sequence()));

    WebhookCheck check = WebhookCheck.of(EXPECTED, received);

    assertThat(check.surplus()).containsExactly(EXPECTED.getLast());
    assertThat(check.isComplete()).isFalse();
  }

  @Test
  void anotherAmount_shouldBeDifferent() {
    List<Told> received = told();
    Told third = received.get(2);
    Map<String, String> fields = new TreeMap<>(third.notice().fields());
    fields.put("paymentAmount.value", "501");
    received.set(
        2,
        new Told(
            new Notice(third.notice().subscriptionId(), fields),
            third.sequence(),
            third.previousSequence()));

    assertThat(WebhookCheck.of(EXPECTED, received).different()).hasSize(1);
  }

  @Test
  void fieldsBeyondTheExpected_shouldBeLeftAlone() {
    List<Told> received = told();
    Told third = received.get(2);
    Map<String, String> fields = new TreeMap<>(third.notice().fields());
    fields.put("paymentMethodType", "CARD");
    received.set(
        2,
        new Told(
            new Notice(third.notice().subscriptionId(), fields),
            third.sequence(),
            third.previousSequence()));

    assertThat(WebhookCheck.of(EXPECTED, received).isComplete()).isTrue();
  }

  @Test
  void secondBeforeFirst_shouldBeLate_andStillComplete() {
    List<Told> received = told();
    received.add(3, received.remove(1));

    WebhookCheck check = WebhookCheck.of(EXPECTED, received);

    assertThat(check.isComplete()).isTrue();
    assertThat(check.isCompleteAndInSequence()).isFalse();
    assertThat(check.late()).hasSize(1);
  }

  /** Sequences have gaps: not every event is told. */
  private static List<Told> told() {
    List<Told> told = new ArrayList<>();
    for (int i = 0; i < EXPECTED.size(); i++) {
      told.add(new Told(EXPECTED.get(i), 2 + 3L * i, i == 0 ? 0 : 3L * i - 1));
    }
    return told;
  }
}
