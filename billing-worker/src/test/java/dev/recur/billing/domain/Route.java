package dev.recur.billing.domain;

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
import java.util.stream.Stream;

/**
 * One way to reach a state of the table: a real history, from nothing.
 *
 * @param to where it leads
 * @param created what is created
 * @param history what happens, from the create on; it may stop before that
 */
record Route(LifeState to, CreateRequest created, Consumer<Diary> history) {
  private static final String START = "2026-01-01T00:00:00Z";

  Diary play() {
    Diary diary = new Diary(START);
    history.accept(diary);
    return diary;
  }

  /** All there are; of several to one state the first is the plainest. */
  static List<Route> all() {
    List<Route> routes = new ArrayList<>();
    before(routes);
    running(routes);
    owing(routes);
    missed(routes);
    waiting(routes);
    over(routes);
    return routes.stream()
        .flatMap(
            route ->
                Stream.of(
                    Optional.of(route),
                    route.refunding(diary -> diary.channelOfRefunds(PENDING)),
                    route.refunding(Diary::channelSilent)))
        .flatMap(Optional::stream)
        .toList();
  }

  /** The same with a refund on its way, where there is something to refund. */
  private Optional<Route> refunding(Consumer<Diary> channel) {
    Consumer<Diary> refunds =
        diary -> {
          history.accept(diary);
          channel.accept(diary);
          diary.lastPaid().ifPresent(payment -> diary.take(refund(payment), diary.reached()));
        };
    Route with = new Route(to, created, refunds);
    return with.play().state() instanceof State.Existing existing && !existing.refunds().isEmpty()
        ? Optional.of(with)
        : Optional.empty();
  }

  private static Input.Command refund(String paymentId) {
    return new Input.Command.RefundPayment(
        "c-f", Given.CLIENT, "f-1", paymentId, Given.usd(1), Optional.empty(), Memory.NONE);
  }

  private static void before(List<Route> routes) {
    routes.add(new Route(LifeState.UNBORN, offer().build(), diary -> {}));
    routes.add(new Route(LifeState.UNBORN, offer().authorised().build(), diary -> {}));
    add(routes, LifeState.INCOMPLETE, offer(), diary -> {});
    add(routes, LifeState.DECLINED, offer(), Diary::decline);
    add(routes, LifeState.EXPIRED, offer(), diary -> diary.until("2026-01-01T01:00:00Z"));
    add(routes, LifeState.WITHDRAWN, offer(), Diary::cancel);
    approved(routes, LifeState.NOT_STARTED, Offer.from("2026-03-01T00:00:00Z"), diary -> {});
  }

  private static void running(List<Route> routes) {
    approved(routes, LifeState.ACTIVE, offer(), diary -> {});
    approved(routes, LifeState.ACTIVE, offer().cycles(1), diary -> {});
    approved(
        routes,
        LifeState.ACTIVE,
        offer(),
        diary -> diary.update(NewTerms.of("u-1").price(2999).fromTheNextPeriod()));
    // The next charge is one too many within a day.
    approved(
        routes, LifeState.ACTIVE, offer().every(1, PeriodUnit.DAY).chargesPerDay(1), diary -> {});
    // The first attempt was charged after all, and the second one's answer is still out.
    approved(
        routes,
        LifeState.ACTIVE,
        offer(),
        diary -> {
          diary.channel(SOFT).until("2026-01-31T00:05:00Z");
          diary.channelSilent().until("2026-02-01T00:05:00Z");
          diary.says(OK, diary.paymentOf(2), 1);
        });
    // The first inquiry about a refund is in flight, and the last one.
    for (String inquiry : List.of("2026-01-01T00:01:00Z", "2026-01-08T00:00:00Z")) {
      approved(
          routes,
          LifeState.ACTIVE,
          offer(),
          diary -> {
            diary.channelOfRefunds(PENDING).refund("f-0", diary.paymentOf(1), 1);
            diary.until(before(inquiry)).channelSilent().until(inquiry);
          });
    }
    begun(routes, LifeState.ACTIVE, offer());
    begun(routes, LifeState.TRIALING, offer().trial(1, 1, 0));
    begun(routes, LifeState.TRIALING, offer().signOnly());
    approved(routes, LifeState.TRIALING, offer().trial(1, 1, 0), diary -> {});
    approved(routes, LifeState.TRIALING, offer().trial(1, 2, 100), diary -> {});
    approved(routes, LifeState.SELF_MANAGED, offer().selfManaged(), diary -> diary.charge("n-1"));
    approved(
        routes,
        LifeState.PAUSED,
        offer(),
        diary -> diary.pauseUntil("p-1", "2026-01-20T00:00:00Z"));
    approved(routes, LifeState.PAUSED, offer(), diary -> diary.pause("p-1"));
    approved(
        routes,
        LifeState.PAUSED,
        offer(),
        diary -> {
          diary.channel(PENDING).until("2026-01-31T00:05:00Z");
          diary.pause("p-1");
        });
    approved(routes, LifeState.RENEWAL_OFF, offer(), Diary::cancel);
    approved(
        routes,
        LifeState.RENEWAL_OFF,
        offer(),
        diary -> {
          diary.channel(PENDING).until("2026-01-31T00:05:00Z");
          diary.cancel();
        });
    approved(routes, LifeState.CHANGING, offer(), Route::change);
    approved(
        routes,
        LifeState.CHANGING,
        offer(),
        diary -> {
          diary.pauseUntil("p-1", "2026-01-20T00:00:00Z");
          change(diary);
        });
  }

  private static void owing(List<Route> routes) {
    approved(
        routes,
        LifeState.PAYMENT_DUE,
        offer(),
        diary -> diary.channel(SOFT).until("2026-01-31T00:05:00Z"));
    // A grace that ends while the next period's payment is being retried.
    approved(
        routes,
        LifeState.PAYMENT_DUE,
        offer().finalAct(Policies.FinalAct.CANCEL, 25),
        diary -> diary.channel(SOFT).until("2026-02-28T00:05:00Z"));
    // The next period is moved so near that its charge falls due before the retry.
    approved(
        routes,
        LifeState.PAYMENT_DUE,
        offer().every(1, PeriodUnit.WEEK),
        diary -> {
          diary.channel(SOFT).until("2026-01-11T00:00:00Z");
          diary.update(NewTerms.of("u-1").nextPeriodAt("2026-01-12T00:00:30Z"));
        });
    approved(
        routes,
        LifeState.PAST_DUE,
        offer(),
        diary -> diary.channel(SOFT).until("2026-02-10T00:00:00Z"));
    for (Policies.FinalAct act : List.of(Policies.FinalAct.CANCEL, Policies.FinalAct.PAUSE)) {
      approved(
          routes,
          LifeState.PAST_DUE,
          offer().finalAct(act, 10),
          diary -> diary.channel(SOFT).until("2026-02-10T00:00:00Z"));
    }
    approved(
        routes,
        LifeState.METHOD_REFUSED,
        offer(),
        diary -> diary.channel(HARD).until("2026-02-10T00:00:00Z"));
    approved(
        routes,
        LifeState.METHOD_REFUSED,
        offer().finalAct(Policies.FinalAct.CANCEL, 15),
        diary -> diary.channel(HARD).until("2026-02-10T00:00:00Z"));
  }

  private static void missed(List<Route> routes) {
    for (Policies.CatchUp policy : Policies.CatchUp.values()) {
      approved(
          routes,
          LifeState.ACTIVE,
          offer().catchUp(policy, 12),
          diary -> diary.asleepUntil("2026-04-10T00:00:00Z"));
    }
    approved(
        routes,
        LifeState.CATCHING_UP,
        offer().every(1, PeriodUnit.DAY).catchUp(Policies.CatchUp.EACH, 20),
        diary -> diary.outageUntil("2026-01-12T00:00:00Z"));
    approved(
        routes,
        LifeState.HOLDING,
        offer().catchUp(Policies.CatchUp.HOLD, 12),
        diary -> diary.outageUntil("2026-04-10T00:00:00Z"));
    approved(
        routes,
        LifeState.PAST_DUE,
        offer().every(1, PeriodUnit.DAY).catchUp(Policies.CatchUp.EACH, 20),
        diary -> {
          diary.outageUntil("2026-01-12T00:00:00Z");
          diary.channel(SOFT).until("2026-01-13T00:05:00Z");
          diary.until("2026-01-13T12:00:00Z");
        });
  }

  private static void waiting(List<Route> routes) {
    approved(
        routes,
        LifeState.IN_FLIGHT,
        offer(),
        diary -> diary.channelSilent().until("2026-01-31T00:05:00Z"));
    approved(
        routes,
        LifeState.IN_FLIGHT,
        offer(),
        diary -> diary.channelSilent().until("2026-04-15T00:00:00Z"));
    approved(
        routes,
        LifeState.AWAITING_INQUIRY,
        offer(),
        diary -> diary.channel(PENDING).until("2026-01-31T00:05:00Z"));
    // The first inquiry is in flight, and the last one.
    for (String inquiry : List.of("2026-01-31T00:06:00Z", "2026-02-07T00:05:00Z")) {
      approved(
          routes,
          LifeState.IN_FLIGHT,
          offer(),
          diary -> diary.channel(PENDING).until(before(inquiry)).channelSilent().until(inquiry));
    }
    approved(
        routes,
        LifeState.UNRESOLVED,
        offer(),
        diary -> diary.channel(UNKNOWN).until("2026-02-20T00:00:00Z"));
    approved(
        routes,
        LifeState.PARKED,
        offer().every(1, PeriodUnit.DAY).chargesPerDay(1),
        diary -> diary.until("2026-01-01T00:05:00Z"));
  }

  private static void over(List<Route> routes) {
    approved(routes, LifeState.TERMINATED, offer(), Diary::terminate);
    approved(
        routes,
        LifeState.CANCELED,
        offer(),
        diary -> {
          diary.cancel();
          diary.until("2026-02-01T00:00:00Z");
        });
    approved(
        routes,
        LifeState.COMPLETED,
        offer().cycles(1),
        diary -> diary.until("2026-02-01T00:00:00Z"));
    approved(
        routes,
        LifeState.CHANGED,
        offer(),
        diary -> {
          change(diary);
          diary.sent(
              new Input.Command.SettleChange(
                  "c",
                  Given.CLIENT,
                  diary.live().change().orElseThrow().newSubscriptionId(),
                  Answer.SUCCESS));
        });
    approved(
        routes,
        LifeState.LAST_CHARGE_IN_FLIGHT,
        offer(),
        diary -> diary.channelSilent().until("2026-01-31T00:05:00Z").terminate());
    approved(
        routes,
        LifeState.LAST_CHARGE_IN_FLIGHT,
        offer(),
        diary -> {
          diary.channel(PENDING).until("2026-01-31T00:05:00Z").terminate();
          String last = "2026-02-07T00:05:00Z";
          diary.until(before(last)).channelSilent().until(last);
        });
    approved(
        routes,
        LifeState.LAST_CHARGE_OPEN,
        offer(),
        diary -> diary.channel(PENDING).until("2026-01-31T00:05:00Z").terminate());
    approved(
        routes,
        LifeState.OVER_PARKED,
        offer(),
        diary -> {
          diary.channel(UNKNOWN).until("2026-01-31T00:05:00Z").terminate();
          diary.until("2026-02-20T00:00:00Z");
        });
    approved(
        routes,
        LifeState.OVER_PARKED,
        offer(),
        diary -> {
          diary.channel(UNKNOWN).until("2026-01-31T00:05:00Z").terminate();
          diary.until("2026-02-20T00:00:00Z").says(OK, diary.paymentOf(2), 1);
        });
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

  private static void add(List<Route> routes, LifeState to, Offer offer, Consumer<Diary> then) {
    CreateRequest request = offer.build();
    routes.add(
        new Route(
            to,
            request,
            diary -> {
              diary.create(request);
              then.accept(diary);
            }));
  }

  private static void approved(
      List<Route> routes, LifeState to, Offer offer, Consumer<Diary> then) {
    add(
        routes,
        to,
        offer,
        diary -> {
          diary.approve();
          then.accept(diary);
        });
  }

  /** Its first period has just begun, and the charge is not looked at yet. */
  private static void begun(List<Route> routes, LifeState to, Offer offer) {
    add(
        routes,
        to,
        offer,
        diary -> {
          diary.take(
              new Input.Command.Approve("c", Given.CLIENT, Optional.empty(), Optional.empty()),
              diary.now());
          diary.take(new Input.Due(Agenda.nextDueAt(diary.state()).orElseThrow()), diary.now());
        });
  }

  private static Instant before(String time) {
    return Given.time(time).minusSeconds(1);
  }
}
