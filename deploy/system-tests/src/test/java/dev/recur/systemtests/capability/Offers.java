package dev.recur.systemtests.capability;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.global.api.model.ams.Trial;
import dev.recur.systemtests.merchant.Call;
import dev.recur.systemtests.merchant.CreateOnTestClock;
import dev.recur.systemtests.merchant.OfficialSdk;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What can be offered (seeds 000, 002, 003), and what cannot. */
interface Offers extends Market {

  /** Seed 000: "buyers receive N free periods after one paid cycle". */
  @Scenario
  default void buyOneGetTwoFree_shouldChargePeriodOneAndFour() throws IOException {
    Life life =
        begin(
            Plan.monthly("get-two", "2026-02-01T10:00:00+08:00", 1000, "PHP")
                .every(1, ChronoUnit.WEEKS)
                .trial(2, 3, 0));
    life.until("2026-02-10T10:00:00+08:00");
    life.is("ACTIVE active");
    life.until("2026-02-22T10:00:00+08:00");
    life.is("ACTIVE active");
    life.bank(
        """
        2026-02-01T10:00:00 charge 1 1000 PHP SUCCEEDED
        2026-02-21T10:05:00 charge 4 1000 PHP SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 WEEK
        payment 1 S 1000 PHP at 2026-02-01T10:00:00 of 2026-02-01T10:00:00/2026-02-08T10:00:00
        payment 2 S 0 PHP at 2026-02-07T10:05:00 of 2026-02-08T10:00:00/2026-02-15T10:00:00
        payment 3 S 0 PHP at 2026-02-14T10:05:00 of 2026-02-15T10:00:00/2026-02-22T10:00:00
        payment 4 S 1000 PHP at 2026-02-21T10:05:00 of 2026-02-22T10:00:00/2026-03-01T10:00:00
        """);
  }

  /** Seed 000: pre-sale, with a promotional price for its first two months. */
  @Scenario
  default void preSale_shouldChargeAtItsStart_andTheFullPriceAfterThePromotion()
      throws IOException {
    Life life =
        begin(
            Plan.monthly("pre-sale", "2026-03-01T00:00:00+08:00", 2000, "USD")
                .agreed("2026-02-10T12:00:00+08:00")
                .trial(1, 2, 500));
    life.until("2026-02-28T23:59:59+08:00");
    life.bank("");
    life.is("ACTIVE trialing");
    life.until("2026-05-01T00:00:00+08:00");
    life.bank(
        """
        2026-03-01T00:00:00 charge 1 500 USD SUCCEEDED
        2026-03-31T00:05:00 charge 2 500 USD SUCCEEDED
        2026-04-30T00:05:00 charge 3 2000 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE trialing, 1 MONTH
        payment 1 S 500 USD at 2026-03-01T00:00:00 of 2026-03-01T00:00:00/2026-04-01T00:00:00
        payment 2 S 500 USD at 2026-03-31T00:05:00 of 2026-04-01T00:00:00/2026-05-01T00:00:00
        payment 3 S 2000 USD at 2026-04-30T00:05:00 of 2026-05-01T00:00:00/2026-06-01T00:00:00
        """);
    life.is("ACTIVE active");
  }

  /** Seed 002, mode 1: signing charges nothing; the first charge is for period 2. */
  @Scenario
  default void signOnly_shouldBeTrialing_untilPeriodTwo() throws IOException {
    Life life =
        begin(
            Plan.monthly("sign-only", "2026-03-01T10:00:00+08:00", 2000, "USD")
                .asking(request -> request.setFirstBilling("SIGN_ONLY")));
    life.until("2026-03-20T10:00:00+08:00");
    life.is("ACTIVE trialing");
    life.until("2026-04-01T10:00:00+08:00");
    life.is("ACTIVE active");
    life.bank("2026-03-31T10:05:00 charge 2 2000 USD SUCCEEDED\n");
    life.tells(
        """
        CREATE ACTIVE trialing, 1 MONTH
        payment 2 S 2000 USD at 2026-03-31T10:05:00 of 2026-04-01T10:00:00/2026-05-01T10:00:00
        """);
  }

  /** Other content under a known id; what does not decide money may differ. */
  @Scenario
  default void repeatedCreate_shouldBeTheSame_orInconsistent() throws IOException {
    Plan plan = Plan.monthly("twice", "2026-03-01T10:00:00+08:00", 2000, "USD");
    Life life = begin(plan);
    life.until("2026-03-02T10:00:00+08:00");
    CreateOnTestClock same = Life.request(shop(), plan, life.clock());
    same.setSubscriptionDescription("Only the words are others");
    life.accepted(same);
    CreateOnTestClock dearer = Life.request(shop(), plan, life.clock());
    dearer.setPaymentAmount(OfficialSdk.amount(2001, "USD"));
    life.refused("REPEAT_REQ_INCONSISTENT", dearer);
    life.until("2026-03-03T10:00:00+08:00");
    life.bank("2026-03-01T10:00:00 charge 1 2000 USD SUCCEEDED\n");
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 2000 USD at 2026-03-01T10:00:00 of 2026-03-01T10:00:00/2026-04-01T10:00:00
        """);
    life.is("ACTIVE active");
  }

  /** Each with a sentence that says what to do. */
  @Scenario
  default void whatNobodyCanBuy_shouldBeRefused() throws IOException {
    OfficialSdk onerway =
        new OfficialSdk(
            stack().file().gateway(),
            stack().admin().registerOnerwayMerchant("SANDBOX_CAPABLE_ONERWAY"));
    Plan plan = Plan.monthly("refused", "2026-03-01T10:00:00+08:00", 2000, "USD");

    // Seed 003: cards do not support zero-amount transactions.
    refused(shop(), plan, method("CARD").andThen(trial(1, 1, 0)), "refund");
    refused(shop(), plan, method("SHELLS"), "paymentMethod");
    refused(shop(), plan, trial(1, 2, 0), "trials");
    refused(shop(), plan, trials(List.of(range(1, 3, 5), range(3, 4, 6))), "period 3");
    refused(shop(), plan, r -> r.setCycleCount(100), "cycleCount");
    refused(shop(), plan, r -> r.setSubscriptionStartTime("2026-01-31T00:00:00Z"), "Start");
    // Seed 002: local wallets are self-managed only.
    refused(onerway, plan, method("GCASH"), "paymentMethod");
  }

  private void refused(
      OfficialSdk merchant, Plan plan, Consumer<CreateOnTestClock> more, String word)
      throws IOException {
    CreateOnTestClock request =
        Life.request(merchant, plan.asking(more), stack().admin().createClock(plan.agreedAt()));
    var result = merchant.executeUntilFinal(request).getResult();
    assertThat(result.getResultCode()).as(OfficialSdk.words(result)).isEqualTo("PARAM_ILLEGAL");
    assertThat(result.getResultMessage()).contains(word).endsWith(".");
  }

  private static Consumer<CreateOnTestClock> method(String type) {
    return request -> request.getPaymentMethod().setPaymentMethodType(type);
  }

  private static Consumer<CreateOnTestClock> trial(int first, int last, long minor) {
    return trials(List.of(range(first, last, minor)));
  }

  private static Consumer<CreateOnTestClock> trials(List<Trial> trials) {
    return request -> request.setTrials(trials);
  }

  private static Trial range(int first, int last, long minor) {
    return Trial.builder()
        .trialStartPeriod(first)
        .trialEndPeriod(last)
        .trialAmount(OfficialSdk.amount(minor, "USD"))
        .build();
  }

  /** Seed 002: local wallets are signed with nothing charged, then the merchant charges. */
  @Scenario
  default void onerwayWallet_shouldBeSignedFirst_andChargedByTheMerchant() throws IOException {
    OfficialSdk onerway =
        new OfficialSdk(
            stack().file().gateway(),
            stack().admin().registerOnerwayMerchant("SANDBOX_CAPABLE_SIGNED"));
    Plan plan =
        Plan.monthly("signed", "2026-03-01T10:00:00+08:00", 2000, "USD")
            .every(7, ChronoUnit.DAYS)
            .asking(request -> request.setCollection("SELF_MANAGED"));
    refused(onerway, plan, r -> r.setFirstBilling("SIGN_AND_BILL"), "paymentMethod");
    Life life = begin(onerway, plan);
    life.until("2026-03-02T10:00:00+08:00");
    life.accepted(life.charge("signed-1", Map.of()));
    life.until("2026-03-09T10:00:00+08:00");
    life.bank("2026-03-02T10:00:00 charge manual:signed-1 2000 USD SUCCEEDED\n");
    life.tells(
        """
        CREATE ACTIVE trialing, 7 DAY
        payment manual:signed-1 S 2000 USD at 2026-03-02T10:00:00 of \
        1 2026-03-01T10:00:00/2026-03-08T10:00:00
        """);
    life.is("ACTIVE active");
  }

  /** Contract A8, inquireSubscriptionList: everything of one merchant, by what it is asked for. */
  @Scenario
  default void list_shouldShowWhatIsAskedFor_pageByPage() throws IOException {
    OfficialSdk lister =
        new OfficialSdk(
            stack().file().gateway(), stack().admin().registerMerchant("SANDBOX_LISTER"));
    Life ended = begin(lister, Plan.monthly("one", "2026-03-01T10:00:00+08:00", 100, "USD"));
    Life leaving =
        begin(
            lister,
            Plan.monthly("two", "2026-03-02T10:00:00+08:00", 100, "EUR")
                .every(1, ChronoUnit.WEEKS));
    Life staying = begin(lister, Plan.monthly("three", "2026-03-03T10:00:00+08:00", 100, "USD"));
    for (Life life : List.of(ended, leaving, staying)) {
      life.until("2026-03-04T10:00:00+08:00");
    }
    ended.accepted(ended.cancel("TERMINATE"));
    leaving.accepted(leaving.cancel("CANCEL"));

    assertThat(listed(lister, Map.of()))
        .containsExactly(
            ended.id() + " TERMINATED", leaving.id() + " CANCELLED", staying.id() + " ACTIVE");
    assertThat(listed(lister, Map.of("statuses", List.of("ACTIVE", "CANCELLED"))))
        .containsExactly(leaving.id() + " CANCELLED", staying.id() + " ACTIVE");
    assertThat(listed(lister, Map.of("currencies", List.of("EUR"))))
        .containsExactly(leaving.id() + " CANCELLED");
    assertThat(listed(lister, Map.of("periodTypes", List.of("MONTH"), "currentPage", 2)))
        .containsExactly(staying.id() + " ACTIVE");
    assertThat(listed(lister, Map.of("startTimeTo", "2026-03-02T00:00:00Z")))
        .containsExactly(ended.id() + " TERMINATED");
    ended.bank("2026-03-01T10:00:00 charge 1 100 USD SUCCEEDED\n");
    leaving.bank("2026-03-02T10:00:00 charge 1 100 EUR SUCCEEDED\n");
    staying.bank("2026-03-03T10:00:00 charge 1 100 USD SUCCEEDED\n");
    ended.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 100 USD at 2026-03-01T10:00:00 of 2026-03-01T10:00:00/2026-04-01T10:00:00
        TERMINATE TERMINATED canceled, 1 MONTH, subscriptionEndTime 2026-03-04T10:00:00+08:00
        """);
    leaving.tells(
        """
        CREATE ACTIVE active, 1 WEEK
        payment 1 S 100 EUR at 2026-03-02T10:00:00 of 2026-03-02T10:00:00/2026-03-09T10:00:00
        CANCEL ACTIVE active, 1 WEEK, subscriptionEndTime 2026-03-09T10:00:00+08:00
        """);
    staying.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 100 USD at 2026-03-03T10:00:00 of 2026-03-03T10:00:00/2026-04-03T10:00:00
        """);
  }

  private static List<String> listed(OfficialSdk lister, Map<String, Object> asked) {
    Map<String, Object> fields =
        new TreeMap<>(Map.of("startTimeFrom", "2026-02-01T00:00:00+08:00"));
    // Of the months one to a page, so that there is a second one.
    fields.put("pageSize", asked.containsKey("currentPage") ? 1 : 10);
    fields.putAll(asked);
    return lister.executeUntilFinal(Call.list(fields)).getSubscriptions().stream()
        .map(subscription -> subscription.get("subscriptionId") + " " + subscription.get("status"))
        .toList();
  }
}
