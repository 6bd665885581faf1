package dev.recur.notifier.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.endpoint.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who is told: the URL that a subscription names goes before the merchant's endpoints. */
class OverrideTest {

  private static final String AT = "2025-03-12T16:20:00+08:00";
  private static final String URL = "https://shop.example/hooks";

  @Test
  void urlThatTheSubscriptionNames_shouldOverrideTheEndpoints() {
    List<Endpoint> endpoints =
        AnEndpoint.named(
            List.of(AnEndpoint.of(List.of(), false, 1), AnEndpoint.of(List.of(), true, 1)));

    assertThat(lanes(URL, endpoints))
        .containsExactly("SANDBOX_M1 https://shop.example:443", "SANDBOX_M1 E1");
  }

  @Test
  void withoutAUrl_everyEndpointThatWantsIt_shouldBeTold() {
    List<Endpoint> endpoints =
        AnEndpoint.named(
            List.of(
                AnEndpoint.of(List.of(), false, 1),
                AnEndpoint.of(List.of("notifyPayment"), true, 1),
                AnEndpoint.of(List.of("notifySubscription"), false, 1),
                AnEndpoint.of(List.of("notifySubscription.CREATE"), true, 1)));

    assertThat(lanes("", endpoints))
        .containsExactly("SANDBOX_M1 E0", "SANDBOX_M1 E2", "SANDBOX_M1 E3");
  }

  @Test
  void withoutUrlAndEndpoint_nobody_shouldBeTold() {
    assertThat(lanes("", List.of())).isEmpty();
  }

  @Test
  void refundThatNamesNoUrl_shouldGoToTheEndpoints() {
    List<Endpoint> endpoints = List.of(AnEndpoint.of(List.of("notifyRefund.SUCCESS"), false, 1));
    Refund refund = new Refund("R1", "refund-1", new Money(100, "PHP"), Optional.empty());

    assertThat(told(URL, new Happening.RefundSucceeded(refund), endpoints))
        .extracting(Telling::eventType)
        .containsExactly("notifyRefund.SUCCESS");
    assertThat(told(URL, new Happening.RefundFailed(refund), endpoints)).isEmpty();
  }

  @Test
  void otherNumberOfShards_shouldGoOnWithTheChain_andMakeNoSecondDelivery() {
    Context context = context("");
    Endpoint one = AnEndpoint.of(List.of(), false, 1);
    Endpoint four = AnEndpoint.of(List.of(), false, 4);
    Step.Taken first =
        take(context, 2, new Happening.Paused(false, Optional.empty()), List.of(one));
    Telling second =
        take(first.context(), 3, new Happening.Resumed(), List.of(four)).tellings().getFirst();

    assertThat(second.lane().text()).startsWith("SANDBOX_M1 E1#");
    assertThat(second.previousSequence()).isEqualTo(2);
    assertThat(
            take(context, 2, new Happening.Paused(false, Optional.empty()), List.of(four))
                .tellings()
                .getFirst())
        .extracting(Telling::deliveryId)
        .isEqualTo(first.tellings().getFirst().deliveryId());
  }

  @Test
  void endpointsThatComeAndGo_shouldNotMakeAContextGrow_norCutTheChainsOfThoseThatAreThere() {
    Endpoint stays = AnEndpoint.of(List.of(), false, 1);
    Context context =
        take(context(""), 2, new Happening.Paused(false, Optional.empty()), List.of(stays))
            .context();
    for (int i = 0; i < 4 * Context.LANES_MAX; i++) {
      Refund refund =
          new Refund(
              "R" + i, "r-" + i, new Money(1, "PHP"), Optional.of("https://r" + i + ".example/"));
      context =
          take(context, 3L + i, new Happening.RefundSucceeded(refund), List.of(stays)).context();
    }
    long next = context.sequence() + 1;

    assertThat(context.told()).hasSize(Context.LANES_MAX);
    assertThat(take(context, next, new Happening.Resumed(), List.of(stays)).tellings().getFirst())
        .extracting(Telling::previousSequence)
        .isEqualTo(2L);
  }

  private static List<String> lanes(String url, List<Endpoint> endpoints) {
    return told(url, new Happening.Approved(Story.GCASH), endpoints).stream()
        .map(telling -> telling.lane().text())
        .toList();
  }

  private static List<Telling> told(String url, Happening what, List<Endpoint> endpoints) {
    return new ArrayList<>(take(context(url), 2, what, endpoints).tellings());
  }

  private static Context context(String url) {
    Terms like = Story.terms(Optional.empty());
    Terms terms =
        new Terms(
            like.birth(),
            new ContractUrls(url, url),
            like.startTime(),
            like.endTime(),
            like.zone(),
            like.periodRule(),
            like.description(),
            like.price(),
            like.notifiesBuyer(),
            like.managed(),
            like.cycleCount(),
            like.cyclesKnown(),
            like.trialEnd(),
            like.finalActAtOnce());
    LedgerEvent created =
        new LedgerEvent(
            Story.SUBSCRIPTION,
            Story.MERCHANT,
            1,
            Story.instant(AT),
            new Happening.Created(terms, "GCASH"),
            Optional.empty());
    return ((Step.Taken) FanOut.take(Optional.empty(), created, List.of(), Optional.empty()))
        .context();
  }

  private static Step.Taken take(
      Context context, long sequence, Happening what, List<Endpoint> endpoints) {
    LedgerEvent event =
        new LedgerEvent(
            Story.SUBSCRIPTION,
            Story.MERCHANT,
            sequence,
            Story.instant(AT),
            what,
            Optional.empty());
    return (Step.Taken) FanOut.take(Optional.of(context), event, endpoints, Optional.empty());
  }
}
