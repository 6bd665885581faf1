package dev.recur.service.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.service.read.Authorisation.Decision;
import dev.recur.service.read.Lifecycle;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.Trial;
import dev.recur.service.testing.TestMerchant;
import dev.recur.service.testing.Views;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** An offer stands for days, and periods may be as short. */
class OfferTest {

  private static final TestMerchant MERCHANT = TestMerchant.make("LIVE_1", false);

  /** The first period is free until the 13th, the second costs less until the 13th of April. */
  private static final SubscriptionView VIEW =
      Views.view(
          MERCHANT,
          "r-1",
          Lifecycle.INCOMPLETE,
          Instant.parse("2025-02-13T08:15:29Z"),
          List.of(new Trial(1, 1, new Amount(0, "USD")), new Trial(2, 2, new Amount(499, "USD"))));

  private static final Duration TWO_DAYS = Duration.ofDays(2);

  @Test
  void onLiveClock_shouldBeWhatIsLeftOfIt() {
    Offer made = offer(Views.onLiveClock(VIEW));
    assertThat(made.steps())
        .containsExactly(
            "1 day free, until March 13, 2025",
            "$4.99\u00a0USD per month for 1 month, until April 13, 2025",
            "Then $9.99\u00a0USD per month");

    Offer seen = made.seenAt(Views.OFFERED.plus(TWO_DAYS));
    assertThat(seen.steps())
        .containsExactly(
            "$4.99\u00a0USD per month for 1 month, until April 13, 2025",
            "Then $9.99\u00a0USD per month");
    assertThat(seen.firstPayment()).isEqualTo("$4.99\u00a0USD as soon as you approve");
  }

  @Test
  void onTestClock_shouldStandAsItWasMade() {
    Offer made = offer(VIEW);
    assertThat(made.seenAt(Views.OFFERED.plus(TWO_DAYS))).isEqualTo(made);
  }

  @Test
  void wherePricesOfItsOwnAreOver_shouldBeThePlansAlone() {
    Offer seen = offer(Views.onLiveClock(VIEW)).seenAt(Instant.parse("2025-04-13T08:15:29Z"));
    assertThat(seen.steps()).isEmpty();
    assertThat(seen.firstPayment()).isEqualTo("$9.99\u00a0USD as soon as you approve");
  }

  private static Offer offer(SubscriptionView view) {
    return Offer.of(Wording.in(Locale.ENGLISH), view, Views.authorisation(Decision.OPEN));
  }
}
