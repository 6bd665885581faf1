package dev.recur.billing.domain;

import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import dev.recur.schemas.method.Profile;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a merchant offers in a test: a plain monthly subscription of 19.99 USD, and what differs.
 */
final class Offer {
  private final OffsetDateTime start;
  private String requestId = "r-1";
  private PeriodUnit unit = PeriodUnit.MONTH;
  private int count = 1;
  private List<Trial> trials = List.of();
  private Optional<String> end = Optional.empty();
  private Optional<String> expiry = Optional.empty();
  private Optional<String> zone = Optional.empty();
  private PaymentMethod method = new PaymentMethod("GCASH", Optional.empty());
  private Money price = Given.usd(1999);
  private ClockId clock = ClockId.LIVE;
  private Policies policies = Policies.DEFAULT;
  private boolean managed = true;
  private boolean signOnly;
  private Optional<Integer> cycleCount = Optional.empty();
  private Profile profile = Profile.AMS;
  private List<String> choices = List.of();
  private boolean authorised;
  private String subscriptionUrl = "https://shop.example/subscription";
  private Optional<String> paymentUrl = Optional.of("https://shop.example/payment");

  private Offer(OffsetDateTime start) {
    this.start = start;
  }

  static Offer from(String start) {
    return new Offer(OffsetDateTime.parse(start));
  }

  Offer id(String id) {
    requestId = id;
    return this;
  }

  Offer every(int number, PeriodUnit of) {
    count = number;
    unit = of;
    return this;
  }

  Offer trial(int first, int last, long minor) {
    trials =
        Stream.concat(trials.stream(), Stream.of(new Trial(first, last, Given.usd(minor))))
            .toList();
    return this;
  }

  Offer trials(List<Trial> all) {
    trials = all;
    return this;
  }

  Offer until(String time) {
    end = Optional.of(time);
    return this;
  }

  /** The buyer may decide until then. */
  Offer open(String time) {
    expiry = Optional.of(time);
    return this;
  }

  Offer in(String timeZone) {
    zone = Optional.of(timeZone);
    return this;
  }

  Offer method(String type, String id) {
    method = new PaymentMethod(type, Optional.of(id));
    return this;
  }

  Offer method(String type) {
    method = new PaymentMethod(type, Optional.empty());
    return this;
  }

  Offer price(long minor) {
    price = Given.usd(minor);
    return this;
  }

  Offer on(ClockId id) {
    clock = id;
    return this;
  }

  Offer policies(Policies rules) {
    policies = rules;
    return this;
  }

  /** How long before a period's start its charge falls due. */
  Offer lead(int minutes) {
    Policies p = policies;
    policies =
        new Policies(
            minutes,
            p.retryDays(),
            p.chargesPerDayMax(),
            p.finalAct(),
            p.graceDays(),
            p.catchUp(),
            p.catchUpPeriodsMax(),
            p.trialNoticeDays(),
            p.renewalNoticeDays());
    return this;
  }

  Offer chargesPerDay(int max) {
    Policies p = policies;
    policies =
        new Policies(
            p.chargeLeadMinutes(),
            p.retryDays(),
            max,
            p.finalAct(),
            p.graceDays(),
            p.catchUp(),
            p.catchUpPeriodsMax(),
            p.trialNoticeDays(),
            p.renewalNoticeDays());
    return this;
  }

  Offer finalAct(Policies.FinalAct act, int graceDays) {
    Policies p = policies;
    policies =
        new Policies(
            p.chargeLeadMinutes(),
            p.retryDays(),
            p.chargesPerDayMax(),
            act,
            graceDays,
            p.catchUp(),
            p.catchUpPeriodsMax(),
            p.trialNoticeDays(),
            p.renewalNoticeDays());
    return this;
  }

  Offer catchUp(Policies.CatchUp policy, int periodsMax) {
    Policies p = policies;
    policies =
        new Policies(
            p.chargeLeadMinutes(),
            p.retryDays(),
            p.chargesPerDayMax(),
            p.finalAct(),
            p.graceDays(),
            policy,
            periodsMax,
            p.trialNoticeDays(),
            p.renewalNoticeDays());
    return this;
  }

  /** How many days before a charge it is told ahead. */
  Offer notices(int trialDays, int renewalDays) {
    Policies p = policies;
    policies =
        new Policies(
            p.chargeLeadMinutes(),
            p.retryDays(),
            p.chargesPerDayMax(),
            p.finalAct(),
            p.graceDays(),
            p.catchUp(),
            p.catchUpPeriodsMax(),
            trialDays,
            renewalDays);
    return this;
  }

  Offer selfManaged() {
    managed = false;
    signOnly = true;
    return every(30, PeriodUnit.DAY);
  }

  Offer signOnly() {
    signOnly = true;
    return this;
  }

  Offer signAndBill() {
    signOnly = false;
    return this;
  }

  Offer cycles(int number) {
    cycleCount = Optional.of(number);
    return this;
  }

  Offer profile(Profile of) {
    profile = of;
    return this;
  }

  Offer choices(String... codes) {
    choices = List.of(codes);
    return this;
  }

  Offer authorised() {
    authorised = true;
    return this;
  }

  /** Whom notifications go to; an empty text: the merchant's endpoints. */
  Offer telling(String url) {
    subscriptionUrl = url;
    paymentUrl = Optional.empty();
    return this;
  }

  CreateRequest build() {
    return new CreateRequest(
        Identity.subscriptionId(Origin.CREATE, Given.CLIENT, requestId),
        requestId,
        "Membership",
        "https://shop.example/back",
        start.toInstant(),
        zone.orElse(start.getOffset().getId()),
        end.map(Given::time),
        Optional.of(unit),
        count,
        expiry.map(Given::time),
        method,
        subscriptionUrl,
        paymentUrl,
        price,
        trials,
        Optional.empty(),
        Optional.empty(),
        true,
        clock,
        true,
        policies,
        new Terms.Billing(managed, signOnly, cycleCount),
        new Terms.MethodRules(profile, choices),
        new Terms.Provenance(Origin.CREATE, authorised, Optional.empty(), false),
        Optional.empty());
  }
}
