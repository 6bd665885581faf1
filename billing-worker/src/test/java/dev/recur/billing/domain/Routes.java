package dev.recur.billing.domain;

import static dev.recur.billing.domain.Route.START;
import static dev.recur.billing.domain.Route.approved;
import static dev.recur.billing.domain.Route.begun;
import static dev.recur.billing.domain.Route.created;
import static dev.recur.billing.domain.ScriptedChannel.HARD;
import static dev.recur.billing.domain.ScriptedChannel.OK;
import static dev.recur.billing.domain.ScriptedChannel.PENDING;
import static dev.recur.billing.domain.ScriptedChannel.SOFT;
import static dev.recur.billing.domain.ScriptedChannel.UNKNOWN;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The ways to every state of the table; of several to one state the first is the plainest. */
final class Routes {
  private Routes() {}

  static List<Route> all() {
    List<Route> routes = new ArrayList<>();
    before(routes);
    running(routes);
    owing(routes);
    missed(routes);
    waiting(routes);
    over(routes);
    announced(routes);
    refundUnheard(routes);
    return routes.stream().flatMap(Route::variants).toList();
  }

  private static void before(List<Route> routes) {
    routes.add(new Route(LifeState.UNBORN, offer().build(), diary -> {}));
    routes.add(new Route(LifeState.UNBORN, offer().authorised().build(), diary -> {}));
    routes.add(created(LifeState.INCOMPLETE, offer(), diary -> {}));
    routes.add(created(LifeState.DECLINED, offer(), Diary::decline));
    routes.add(created(LifeState.EXPIRED, offer(), diary -> diary.until("2026-01-01T01:00:00Z")));
    routes.add(created(LifeState.WITHDRAWN, offer(), Diary::cancel));
    routes.add(approved(LifeState.NOT_STARTED, Offer.from("2026-03-01T00:00:00Z"), diary -> {}));
  }

  private static void running(List<Route> routes) {
    routes.add(approved(LifeState.ACTIVE, offer(), diary -> {}));
    routes.add(approved(LifeState.ACTIVE, offer().cycles(1), diary -> {}));
    routes.add(
        approved(
            LifeState.ACTIVE,
            offer(),
            diary -> diary.update(NewTerms.of("u-1").price(2999).fromTheNextPeriod())));
    // The next charge is one too many within a day.
    routes.add(
        approved(LifeState.ACTIVE, offer().every(1, PeriodUnit.DAY).chargesPerDay(1), diary -> {}));
    // The first attempt was charged after all, and the second one's answer is still out.
    routes.add(
        approved(
            LifeState.ACTIVE,
            offer(),
            diary -> {
              diary.channel(SOFT).until("2026-01-31T00:05:00Z");
              diary.channelSilent().until("2026-02-01T00:05:00Z");
              diary.says(OK, diary.paymentOf(2), 1);
            }));
    // The first inquiry about a refund is in flight, and the last one.
    for (String inquiry : List.of("2026-01-01T00:01:00Z", "2026-01-08T00:00:00Z")) {
      routes.add(
          approved(
              LifeState.ACTIVE,
              offer(),
              diary -> {
                diary.channelOfRefunds(PENDING).refund("f-0", diary.paymentOf(1), 1);
                diary.until(before(inquiry)).channelSilent().until(inquiry);
              }));
    }
    routes.add(begun(LifeState.ACTIVE, offer()));
    routes.add(begun(LifeState.TRIALING, offer().trial(1, 1, 0)));
    routes.add(begun(LifeState.TRIALING, offer().signOnly()));
    routes.add(begun(LifeState.SELF_MANAGED, offer().selfManaged().signAndBill()));
    routes.add(approved(LifeState.TRIALING, offer().trial(1, 1, 0), diary -> {}));
    routes.add(approved(LifeState.TRIALING, offer().trial(1, 2, 100), diary -> {}));
    routes.add(
        approved(LifeState.SELF_MANAGED, offer().selfManaged(), diary -> diary.charge("n-1")));
    routes.add(
        approved(
            LifeState.PAUSED, offer(), diary -> diary.pauseUntil("p-1", "2026-01-20T00:00:00Z")));
    routes.add(approved(LifeState.PAUSED, offer(), diary -> diary.pause("p-1")));
    routes.add(
        approved(
            LifeState.PAUSED,
            offer(),
            diary -> {
              diary.channel(PENDING).until("2026-01-31T00:05:00Z");
              diary.pause("p-1");
            }));
    routes.add(approved(LifeState.RENEWAL_OFF, offer(), Diary::cancel));
    routes.add(
        approved(
            LifeState.RENEWAL_OFF,
            offer(),
            diary -> {
              diary.channel(PENDING).until("2026-01-31T00:05:00Z");
              diary.cancel();
            }));
    routes.add(approved(LifeState.CHANGING, offer(), Routes::change));
    routes.add(
        approved(
            LifeState.CHANGING, offer(), diary -> change(diary.until("2026-01-30T00:00:00Z"))));
  }

  private static void owing(List<Route> routes) {
    routes.add(
        approved(
            LifeState.PAYMENT_DUE,
            offer(),
            diary -> diary.channel(SOFT).until("2026-01-31T00:05:00Z")));
    // A grace that ends while the next period's payment is being retried.
    routes.add(
        approved(
            LifeState.PAYMENT_DUE,
            offer().finalAct(Policies.FinalAct.CANCEL, 25),
            diary -> diary.channel(SOFT).until("2026-02-28T00:05:00Z")));
    // The next period is moved so near that its charge falls due before the retry.
    routes.add(
        approved(
            LifeState.PAYMENT_DUE,
            offer().every(1, PeriodUnit.WEEK),
            diary -> {
              diary.channel(SOFT).until("2026-01-11T00:00:00Z");
              diary.update(NewTerms.of("u-1").nextPeriodAt("2026-01-12T00:00:30Z"));
            }));
    routes.add(
        approved(
            LifeState.PAST_DUE,
            offer(),
            diary -> diary.channel(SOFT).until("2026-02-10T00:00:00Z")));
    for (Policies.FinalAct act : List.of(Policies.FinalAct.CANCEL, Policies.FinalAct.PAUSE)) {
      routes.add(
          approved(
              LifeState.PAST_DUE,
              offer().finalAct(act, 10),
              diary -> diary.channel(SOFT).until("2026-02-10T00:00:00Z")));
    }
    // The running period's payment is opened again, and is just due.
    routes.add(
        approved(
            LifeState.PAST_DUE,
            offer(),
            diary -> {
              diary.channel(HARD).until("2026-02-10T00:00:00Z");
              diary.take(
                  new Input.Command.ReplaceMethod(
                      "c",
                      Given.CLIENT,
                      "m-0",
                      new PaymentMethod("DANA", Optional.empty()),
                      Memory.NONE),
                  diary.reached());
            }));
    routes.add(
        approved(
            LifeState.METHOD_REFUSED,
            offer(),
            diary -> diary.channel(HARD).until("2026-02-10T00:00:00Z")));
    routes.add(
        approved(
            LifeState.METHOD_REFUSED,
            offer().finalAct(Policies.FinalAct.CANCEL, 15),
            diary -> diary.channel(HARD).until("2026-02-10T00:00:00Z")));
  }

  private static void missed(List<Route> routes) {
    for (Policies.CatchUp policy : Policies.CatchUp.values()) {
      routes.add(
          approved(
              LifeState.ACTIVE,
              offer().catchUp(policy, 12),
              diary -> diary.asleepUntil("2026-04-10T00:00:00Z")));
    }
    routes.add(
        approved(
            LifeState.CATCHING_UP,
            offer().every(1, PeriodUnit.DAY).catchUp(Policies.CatchUp.EACH, 20),
            diary -> diary.outageUntil("2026-01-12T00:00:00Z")));
    routes.add(
        approved(
            LifeState.HOLDING,
            offer().catchUp(Policies.CatchUp.HOLD, 12),
            diary -> diary.outageUntil("2026-04-10T00:00:00Z")));
    routes.add(
        approved(
            LifeState.PAST_DUE,
            offer().every(1, PeriodUnit.DAY).catchUp(Policies.CatchUp.EACH, 20),
            diary -> {
              diary.outageUntil("2026-01-12T00:00:00Z");
              diary.channel(SOFT).until("2026-01-13T00:05:00Z");
              diary.until("2026-01-13T12:00:00Z");
            }));
  }

  private static void waiting(List<Route> routes) {
    routes.add(
        approved(
            LifeState.IN_FLIGHT,
            offer(),
            diary -> diary.channelSilent().until("2026-01-31T00:05:00Z")));
    routes.add(
        approved(
            LifeState.IN_FLIGHT,
            offer(),
            diary ->
                diary
                    .channelSilent()
                    .until("2026-01-31T00:05:00Z")
                    .asleepUntil("2026-04-15T00:00:00Z")));
    routes.add(
        approved(
            LifeState.AWAITING_INQUIRY,
            offer(),
            diary -> diary.channel(PENDING).until("2026-01-31T00:05:00Z")));
    // The first inquiry is in flight, and the last one.
    for (String inquiry : List.of("2026-01-31T00:06:00Z", "2026-02-07T00:05:00Z")) {
      routes.add(
          approved(
              LifeState.IN_FLIGHT,
              offer(),
              diary ->
                  diary.channel(PENDING).until(before(inquiry)).channelSilent().until(inquiry)));
    }
    routes.add(
        approved(
            LifeState.UNRESOLVED,
            offer(),
            diary -> diary.channel(UNKNOWN).until("2026-02-20T00:00:00Z")));
    routes.add(
        approved(
            LifeState.PARKED,
            offer().every(1, PeriodUnit.DAY).chargesPerDay(1),
            diary -> diary.until("2026-01-01T00:05:00Z")));
    routes.add(
        approved(
            LifeState.PARKED,
            offer().every(1, PeriodUnit.DAY).chargesPerDay(1).cycles(2),
            diary -> diary.until("2026-01-01T00:05:00Z")));
    routes.add(
        approved(
            LifeState.PARKED,
            offer().every(1, PeriodUnit.DAY).chargesPerDay(1),
            diary -> {
              diary.until("2026-01-01T00:05:00Z");
              diary.pauseUntil("p-1", "2026-01-01T12:00:00Z");
            }));
    routes.add(
        approved(
            LifeState.UNRESOLVED,
            offer(),
            diary -> {
              diary.channel(UNKNOWN).until("2026-01-31T00:05:00Z");
              diary.pauseUntil("p-1", "2026-02-20T12:00:00Z");
              diary.until("2026-02-20T00:00:00Z");
            }));
    routes.add(approved(LifeState.PARKED, offer(), diary -> tooMuchWentBack(diary, false)));
    routes.add(approved(LifeState.PARKED, offer(), diary -> tooMuchWentBackUnheard(diary, false)));
    routes.add(
        approved(
            LifeState.PARKED,
            offer(),
            diary -> {
              change(diary);
              diary.sent(
                  settled(
                      diary, new Answer(Answer.Status.UNKNOWN, "UNKNOWN_EXCEPTION", "A fault.")));
            }));
  }

  /** A declined refund that went through beside another parks, while a charge is still open. */
  private static void tooMuchWentBack(Diary diary, boolean over) {
    tooMuchWentBack(diary.channel(PENDING), "2026-01-31T00:05:00Z", over);
  }

  /** The same, while the charge was never answered, however often it was asked about. */
  private static void tooMuchWentBackUnheard(Diary diary, boolean over) {
    tooMuchWentBack(diary.channelSilent(), "2026-02-10T00:00:00Z", over);
  }

  private static void tooMuchWentBack(Diary diary, String at, boolean over) {
    diary.channelOfRefunds(HARD).refund("f-0", diary.paymentOf(1), 1999);
    diary.channelOfRefunds(OK).refund("f-00", diary.paymentOf(1), 1999);
    diary.until(at);
    if (over) {
      diary.terminate();
    }
    String declined = PaymentIds.of(diary.subscriptionId(), new Purpose.ForRefund("f-0"));
    diary.says(OK, declined, 1);
  }

  private static void over(List<Route> routes) {
    routes.add(approved(LifeState.TERMINATED, offer(), Diary::terminate));
    routes.add(
        approved(
            LifeState.CANCELED,
            offer(),
            diary -> {
              diary.cancel();
              diary.until("2026-02-01T00:00:00Z");
            }));
    routes.add(
        approved(
            LifeState.COMPLETED, offer().cycles(1), diary -> diary.until("2026-02-01T00:00:00Z")));
    routes.add(
        approved(
            LifeState.CHANGED,
            offer(),
            diary -> {
              change(diary);
              diary.sent(settled(diary, Answer.SUCCESS));
            }));
    routes.add(
        approved(
            LifeState.LAST_CHARGE_IN_FLIGHT,
            offer(),
            diary -> diary.channelSilent().until("2026-01-31T00:05:00Z").terminate()));
    routes.add(
        approved(
            LifeState.LAST_CHARGE_IN_FLIGHT,
            offer(),
            diary -> {
              diary.channel(PENDING).until("2026-01-31T00:05:00Z").terminate();
              String last = "2026-02-07T00:05:00Z";
              diary.until(before(last)).channelSilent().until(last);
            }));
    routes.add(
        approved(
            LifeState.LAST_CHARGE_OPEN,
            offer(),
            diary -> diary.channel(PENDING).until("2026-01-31T00:05:00Z").terminate()));
    routes.add(approved(LifeState.OVER_PARKED, offer(), diary -> tooMuchWentBack(diary, true)));
    routes.add(
        approved(LifeState.OVER_PARKED, offer(), diary -> tooMuchWentBackUnheard(diary, true)));
    routes.add(
        approved(
            LifeState.OVER_PARKED,
            offer(),
            diary -> {
              diary.channel(UNKNOWN).until("2026-01-31T00:05:00Z").terminate();
              diary.until("2026-02-20T00:00:00Z");
            }));
    routes.add(
        approved(
            LifeState.OVER_PARKED,
            offer(),
            diary -> {
              diary.channel(UNKNOWN).until("2026-01-31T00:05:00Z").terminate();
              diary.until("2026-02-20T00:00:00Z").says(OK, diary.paymentOf(2), 1);
            }));
  }

  /** Charges that are told ahead, wherever one is to come. */
  private static void announced(List<Route> routes) {
    Offer later = Offer.from("2026-03-01T00:00:00Z");
    routes.add(approved(LifeState.NOT_STARTED, later.notices(3, 7), diary -> {}));
    routes.add(approved(LifeState.ACTIVE, offer().notices(3, 7), diary -> {}));
    routes.add(approved(LifeState.TRIALING, offer().trial(1, 1, 0).notices(3, 7), diary -> {}));
    routes.add(
        approved(
            LifeState.PAYMENT_DUE,
            offer().notices(3, 26),
            diary -> diary.channel(SOFT).until("2026-02-01T12:00:00Z")));
    routes.add(
        approved(
            LifeState.PAST_DUE,
            offer().notices(3, 7),
            diary -> diary.channel(SOFT).until("2026-02-10T00:00:00Z")));
    routes.add(
        approved(
            LifeState.CATCHING_UP,
            offer().every(1, PeriodUnit.WEEK).catchUp(Policies.CatchUp.EACH, 20).notices(3, 5),
            diary -> diary.outageUntil("2026-04-09T12:00:00Z")));
    routes.add(
        approved(
            LifeState.HOLDING,
            offer().catchUp(Policies.CatchUp.HOLD, 12).notices(3, 7),
            diary -> diary.outageUntil("2026-04-10T00:00:00Z")));
  }

  /** A refund that was not answered for ten days, in states that do not last as long. */
  private static void refundUnheard(List<Route> routes) {
    Consumer<Diary> refund =
        diary -> {
          diary.until("2026-01-22T00:00:00Z").channelSilentOfRefunds();
          diary.sent(Route.refund(diary.paymentOf(1)));
        };
    String charge = "2026-01-31T00:05:00Z";
    routes.add(
        approved(
            LifeState.IN_FLIGHT,
            offer(),
            refund.andThen(diary -> diary.channelSilent().until(charge))));
    routes.add(
        approved(
            LifeState.AWAITING_INQUIRY,
            offer(),
            refund.andThen(diary -> diary.channel(PENDING).until(charge))));
    routes.add(
        approved(
            LifeState.PAYMENT_DUE,
            offer(),
            refund.andThen(diary -> diary.channel(SOFT).until(charge))));
    routes.add(
        approved(
            LifeState.CHANGING,
            offer(),
            refund.andThen(diary -> change(diary.until("2026-01-30T12:00:00Z")))));
    routes.add(
        approved(
            LifeState.LAST_CHARGE_IN_FLIGHT,
            offer(),
            refund.andThen(diary -> diary.channelSilent().until(charge).terminate())));
    routes.add(
        approved(
            LifeState.LAST_CHARGE_OPEN,
            offer(),
            refund.andThen(diary -> diary.channel(PENDING).until(charge).terminate())));
    routes.add(
        approved(
            LifeState.CATCHING_UP,
            offer().every(1, PeriodUnit.DAY).catchUp(Policies.CatchUp.EACH, 20),
            diary -> {
              diary.until("2026-01-02T06:00:00Z").channelSilentOfRefunds();
              diary.sent(Route.refund(diary.paymentOf(1)));
              diary.until("2026-01-08T00:00:00Z").outageUntil("2026-01-12T00:00:00Z");
            }));
  }

  private static Offer offer() {
    return Offer.from(START);
  }

  private static void change(Diary diary) {
    diary.sent(
        new Input.Command.ChangeSubscription(
            "c-x",
            Given.CLIENT,
            new ChangeRequest(
                "x-1",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            Memory.NONE));
  }

  private static Input.Command settled(Diary diary, Answer outcome) {
    return new Input.Command.SettleChange(
        "c", Given.CLIENT, diary.live().change().orElseThrow().newSubscriptionId(), outcome);
  }

  private static Instant before(String time) {
    return Given.time(time).minusSeconds(1);
  }
}
