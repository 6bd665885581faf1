package dev.recur.systemtests.capability;

import static dev.recur.systemtests.capability.Market.usd;
import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.global.api.request.AlipayRequest;
import dev.recur.systemtests.expect.PublishedIds;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;

/** The same, and the like, asked for many times at once. */
interface Crowds extends Market {

  private List<String> atOnce(int count, IntFunction<AlipayRequest<?>> requests) {
    List<AlipayRequest<?>> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(requests.apply(i));
    }
    try (ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<String>> answers =
          made.stream()
              .map(
                  request ->
                      CompletableFuture.supplyAsync(
                          () -> shop().executeUntilFinal(request).getResult().getResultCode(),
                          hands))
              .toList();
      return answers.stream().map(CompletableFuture::join).sorted().toList();
    }
  }

  @Scenario
  default void oneUpdateManyTimes_shouldBeDoneOnce() throws IOException {
    Life life = begin(Plan.monthly("crowd-1", "2026-06-01T12:00:00+08:00", 3000, "USD"));
    life.until("2026-06-02T12:00:00+08:00");
    Map<String, Object> upgrade =
        Map.of(
            "paymentAmount",
            usd(5000),
            "prorationSettings",
            Map.of("prorationMode", "IMMEDIATE_PAY_CUSTOM_AMOUNT", "customAmount", usd(2000)));
    assertThat(atOnce(10, _ -> life.update("crowd-1-1", upgrade)))
        .isEqualTo(Collections.nCopies(10, "SUCCESS"));
    life.until("2026-07-01T12:00:00+08:00");
    life.bank(
        """
        2026-06-01T12:00:00 charge 1 3000 USD SUCCEEDED
        2026-06-02T12:00:00 charge change:crowd-1-1 2000 USD SUCCEEDED
        2026-06-30T12:05:00 charge 2 5000 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 3000 USD at 2026-06-01T12:00:00 of 2026-06-01T12:00:00/2026-07-01T12:00:00
        UPDATE ACTIVE active, 1 MONTH
        payment change:crowd-1-1 S 2000 USD at 2026-06-02T12:00:00 of \
        1 2026-06-01T12:00:00/2026-07-01T12:00:00
        payment 2 S 5000 USD at 2026-06-30T12:05:00 of 2026-07-01T12:00:00/2026-08-01T12:00:00
        """);
    life.is("ACTIVE active");
  }

  /** Whoever comes first: together they never pay back more than was paid. */
  @Scenario
  default void manyRefundsAtOnce_shouldNeverExceedThePayment() throws IOException {
    Life life = begin(Plan.monthly("crowd-2", "2026-06-01T12:00:00+08:00", 3000, "USD"));
    life.until("2026-06-02T12:00:00+08:00");
    assertThat(atOnce(8, i -> life.refund("crowd-2-" + i / 2, life.payment(1), 1000, "USD")))
        .isEqualTo(
            List.of(
                "REFUND_AMOUNT_EXCEED",
                "REFUND_AMOUNT_EXCEED",
                "SUCCESS",
                "SUCCESS",
                "SUCCESS",
                "SUCCESS",
                "SUCCESS",
                "SUCCESS"));
    life.until("2026-06-03T12:00:00+08:00");
    assertThat(stack().bank().lines(life.id()))
        .filteredOn(line -> line.charge().operation().equals("REFUND"))
        .hasSize(3)
        .allMatch(line -> line.charge().outcome().equals("SUCCEEDED") && line.calls() == 1);
    life.tells(
        told ->
            assertThat(told.subList(2, told.size()))
                .hasSize(3)
                .allMatch(line -> line.endsWith(" SUCCESS 1000 USD at 2026-06-02T12:00:00")));
    life.is("ACTIVE active");
  }

  /** One at a time: who is told U sends the same again, and each is charged once. */
  @Scenario
  default void manyChargesAtOnce_shouldBeMadeOneAfterTheOther() throws IOException {
    Life life =
        begin(
            Plan.monthly("crowd-3", "2026-06-01T12:00:00+08:00", 3000, "USD")
                .every(10, ChronoUnit.DAYS)
                .asking(request -> request.setCollection("SELF_MANAGED")));
    life.until("2026-06-02T12:00:00+08:00");
    assertThat(
            atOnce(
                8, i -> life.charge("crowd-3-" + i / 2, Map.of("paymentAmount", usd(i / 2 + 1)))))
        .isEqualTo(Collections.nCopies(8, "SUCCESS"));
    life.until("2026-06-03T12:00:00+08:00");
    assertThat(stack().bank().lines(life.id()))
        .hasSize(4)
        .allMatch(line -> line.charge().outcome().equals("SUCCEEDED") && line.calls() == 1)
        .extracting(line -> line.charge().paymentId())
        .containsExactlyInAnyOrder(
            PublishedIds.payment(life.id(), "MANUAL", "crowd-3-0"),
            PublishedIds.payment(life.id(), "MANUAL", "crowd-3-1"),
            PublishedIds.payment(life.id(), "MANUAL", "crowd-3-2"),
            PublishedIds.payment(life.id(), "MANUAL", "crowd-3-3"));
    life.tells(
        told ->
            assertThat(told.subList(1, told.size()))
                .hasSize(4)
                .allMatch(
                    line -> line.contains(" S ") && line.contains(" at 2026-06-02T12:00:00")));
    life.is("ACTIVE active");
  }

  /** Ten changes under ten ids: one of them has the old one's place. */
  @Scenario
  default void manyChangesAtOnce_shouldMakeOneNewOne() throws IOException {
    Life life = begin(Plan.monthly("crowd-4", "2026-06-01T12:00:00+08:00", 3000, "USD"));
    life.until("2026-06-02T12:00:00+08:00");
    List<String> answers = atOnce(6, i -> life.change("crowd-4-" + i, _ -> {}));
    assertThat(answers).filteredOn("SUCCESS"::equals).hasSize(1);
    life.until("2026-07-02T12:00:00+08:00");
    life.is("TERMINATED canceled");
    long born = 0;
    for (int i = 0; i < 6; i++) {
      String id = PublishedIds.changed(shop().clientId(), "crowd-4-" + i);
      born += stack().bank().lines(id).isEmpty() ? 0 : 1;
    }
    assertThat(born).isEqualTo(1);
    life.bank("2026-06-01T12:00:00 charge 1 3000 USD SUCCEEDED\n");
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 3000 USD at 2026-06-01T12:00:00 of 2026-06-01T12:00:00/2026-07-01T12:00:00
        TERMINATE TERMINATED canceled, 1 MONTH, subscriptionEndTime 2026-06-02T12:00:00+08:00
        """);
  }
}
