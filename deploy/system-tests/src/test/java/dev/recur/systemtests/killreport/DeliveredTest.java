package dev.recur.systemtests.killreport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.systemtests.killreport.Receipts.Told;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveredTest {

  private static final List<String> EXPECTED =
      List.of("CREATE", Receipts.paid(1), Receipts.paid(2));

  private static final Told CREATE = new Told(2, 0, 1, "CREATE");
  private static final Told FIRST = new Told(5, 2, 1, Receipts.paid(1));
  private static final Told SECOND = new Told(8, 5, 1, Receipts.paid(2));

  @Test
  void everythingOnceInOrder_shouldBeClean() {
    assertThat(Delivered.of(EXPECTED, List.of(CREATE, FIRST, SECOND)))
        .isEqualTo(new Delivered(3, 3, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void repeat_shouldBeCounted_andBeNoLoss() {
    assertThat(Delivered.of(EXPECTED, List.of(CREATE, FIRST, CREATE, SECOND)))
        .isEqualTo(new Delivered(3, 3, 0, 0, 0, 1, 0, 0));
  }

  @Test
  void missing_shouldBeLost_andLeaveAGap() {
    assertThat(Delivered.of(EXPECTED, List.of(CREATE, SECOND)))
        .isEqualTo(new Delivered(3, 2, 1, 0, 1, 0, 0, 0));
  }

  @Test
  void laterOneFirst_shouldBeOutOfSequence() {
    assertThat(Delivered.of(EXPECTED, List.of(CREATE, SECOND, FIRST)))
        .isEqualTo(new Delivered(3, 3, 0, 0, 0, 0, 1, 0));
  }

  @Test
  void firstAttemptThatFailedOnItsWay_shouldBeOvertaken_andNotOutOfSequence() {
    Told second = new Told(5, 2, 2, Receipts.paid(1));

    assertThat(Delivered.of(EXPECTED, List.of(CREATE, SECOND, second)))
        .isEqualTo(new Delivered(3, 3, 0, 0, 0, 0, 0, 1));
  }

  @Test
  void toldTwiceUnderTwoNumbers_shouldBeSurplus() {
    Told again = new Told(9, 8, 1, Receipts.paid(2));

    assertThat(Delivered.of(EXPECTED, List.of(CREATE, FIRST, SECOND, again)))
        .isEqualTo(new Delivered(3, 3, 0, 1, 0, 0, 0, 0));
  }

  @Test
  void nothing_shouldBeLostWhole() {
    assertThat(Delivered.of(EXPECTED, List.of())).isEqualTo(new Delivered(3, 0, 3, 0, 0, 0, 0, 0));
  }
}
