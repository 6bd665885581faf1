package dev.recur.notifier.notice;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.recur.schemas.buyer.BuyerNotice;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an e-mail to a buyer says, without the buyer: it lies on a topic for 90 days, where nobody
 * could be forgotten. It becomes words only when it is sent.
 *
 * @param wording which of the e-mails it is
 * @param subscriptionId the subscription
 * @param merchant the merchant's name
 * @param sandbox true where no money moves
 * @param description what the subscription is, as the buyer knows it
 * @param zone in which the buyer reads dates
 * @param at when it happened, on the subscription's clock
 * @param writtenAt real time at which it was written down
 * @param amount how much was or will be charged or paid back, or the price of a period
 * @param periodRule how long a period is, where the price is told
 * @param period what was paid for, or was to be
 * @param next when something follows: a charge, the next try, a resume, the end of service
 * @param end when what was agreed ends, where that was agreed as a time
 * @param cycles how many periods were agreed, where that was; trials are among them
 * @param openEnded true when no end was agreed; false also where that is not known, or not told
 * @param trialEnd when the first period begins that is paid, at {@code amount}, where others come
 *     before
 * @param reason why a payment failed: a code of notifyPayment
 * @param reference id of the payment or refund
 */
public record LetterFacts(
    Wording wording,
    String subscriptionId,
    String merchant,
    boolean sandbox,
    String description,
    ZoneId zone,
    Instant at,
    Instant writtenAt,
    Optional<Money> amount,
    Optional<PeriodRule> periodRule,
    Optional<Span> period,
    Optional<Instant> next,
    Optional<Instant> end,
    Optional<Integer> cycles,
    boolean openEnded,
    Optional<Instant> trialEnd,
    Optional<String> reason,
    Optional<String> reference) {

  private static final JsonFactory JSON = new JsonFactory();

  /** Each e-mail, and the notice it is one of. The names stand on topics: none changes. */
  public enum Wording {
    ACTIVATED(BuyerNotice.ACTIVATED),
    ACTIVATED_TRIAL(BuyerNotice.ACTIVATED),
    /** The merchant asks for each payment. */
    ACTIVATED_SELF_MANAGED(BuyerNotice.ACTIVATED),
    TRIAL_ENDING(BuyerNotice.TRIAL_ENDING),
    RENEWAL_UPCOMING(BuyerNotice.RENEWAL_UPCOMING),
    RECEIPT(BuyerNotice.RECEIPT),
    /** Declined, and to be tried again. */
    PAYMENT_DECLINED(BuyerNotice.PAYMENT_FAILED),
    /** Failed, and nothing more is tried. */
    PAYMENT_FAILED(BuyerNotice.PAYMENT_FAILED),
    /** The same, where paying otherwise does not keep the subscription. */
    CHARGE_FAILED(BuyerNotice.PAYMENT_FAILED),
    PAUSED(BuyerNotice.PAUSED),
    PAUSED_UNPAID(BuyerNotice.PAUSED),
    RESUMED(BuyerNotice.RESUMED),
    /** Service goes on to the end of what is paid. */
    RENEWAL_OFF(BuyerNotice.CANCELED),
    /** Over at once, by somebody's wish. */
    TERMINATED(BuyerNotice.CANCELED),
    CANCELED_UNPAID(BuyerNotice.CANCELED),
    /** Over, as was agreed. */
    ENDED(BuyerNotice.CANCELED),
    REFUND(BuyerNotice.REFUND);

    private final BuyerNotice notice;

    Wording(BuyerNotice notice) {
      this.notice = notice;
    }

    /** The notice it is one of. */
    public BuyerNotice notice() {
      return notice;
    }
  }

  /**
   * A time.
   *
   * @param end first moment that is not part of it
   */
  public record Span(Instant start, Instant end) {}

  /**
   * True when it announces something whose time has come. The subscription's clock may be one that
   * somebody turns: how far away that was is counted on it, and how long ago it was so in real
   * time.
   *
   * @param now real time
   */
  public boolean isTooLate(Instant now) {
    return switch (wording) {
      case TRIAL_ENDING, RENEWAL_UPCOMING ->
          next.map(then -> Duration.between(at, then))
              .filter(lead -> Duration.between(writtenAt, now).compareTo(lead) >= 0)
              .isPresent();
      case ACTIVATED,
          ACTIVATED_TRIAL,
          ACTIVATED_SELF_MANAGED,
          RECEIPT,
          PAYMENT_DECLINED,
          PAYMENT_FAILED,
          CHARGE_FAILED,
          PAUSED,
          PAUSED_UNPAID,
          RESUMED,
          RENEWAL_OFF,
          TERMINATED,
          CANCELED_UNPAID,
          ENDED,
          REFUND ->
          false;
    };
  }

  /** What every e-mail about a subscription says. */
  static Builder about(Wording wording, Context context, Instant at, Mailing mailing) {
    return new Builder(wording, context, at, mailing);
  }

  /** As the body of a delivery: JSON of one level. */
  String toJson() {
    var text = new StringWriter(512);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("notice", wording.notice().name());
      json.writeStringField("wording", wording.name());
      json.writeStringField("subscriptionId", subscriptionId);
      json.writeStringField("merchant", merchant);
      json.writeBooleanField("sandbox", sandbox);
      json.writeStringField("description", description);
      json.writeStringField("zone", zone.getId());
      json.writeStringField("at", at.toString());
      json.writeStringField("writtenAt", writtenAt.toString());
      if (amount.isPresent()) {
        json.writeNumberField("amountMinor", amount.get().amountMinor());
        json.writeStringField("currency", amount.get().currency());
      }
      if (periodRule.isPresent()) {
        json.writeStringField("periodUnit", periodRule.get().unit().name());
        json.writeNumberField("periodCount", periodRule.get().count());
      }
      if (period.isPresent()) {
        json.writeStringField("periodStart", period.get().start().toString());
        json.writeStringField("periodEnd", period.get().end().toString());
      }
      Wire.textIfKnown(json, "next", next.map(Instant::toString));
      Wire.textIfKnown(json, "end", end.map(Instant::toString));
      if (cycles.isPresent()) {
        json.writeNumberField("cycles", cycles.get());
      }
      if (openEnded) {
        json.writeBooleanField("openEnded", true);
      }
      Wire.textIfKnown(json, "trialEnd", trialEnd.map(Instant::toString));
      Wire.textIfKnown(json, "reason", reason);
      Wire.textIfKnown(json, "reference", reference);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing into memory does not fail.", e);
    }
    return text.toString();
  }

  /**
   * Reads what {@link #toJson} wrote, also in a release that says more.
   *
   * @throws IllegalArgumentException when these are no facts, or of an e-mail that this version
   *     does not know
   */
  public static LetterFacts parse(byte[] json) {
    Map<String, String> fields = fields(json);
    try {
      return new LetterFacts(
          Wording.valueOf(said(fields, "wording")),
          said(fields, "subscriptionId"),
          said(fields, "merchant"),
          Boolean.parseBoolean(said(fields, "sandbox")),
          said(fields, "description"),
          ZoneId.of(said(fields, "zone")),
          Instant.parse(said(fields, "at")),
          Instant.parse(said(fields, "writtenAt")),
          find(fields, "amountMinor")
              .map(minor -> new Money(Long.parseLong(minor), said(fields, "currency"))),
          find(fields, "periodUnit")
              .map(
                  unit ->
                      new PeriodRule(
                          PeriodUnit.valueOf(unit), Integer.parseInt(said(fields, "periodCount")))),
          find(fields, "periodStart")
              .map(
                  start ->
                      new Span(Instant.parse(start), Instant.parse(said(fields, "periodEnd")))),
          find(fields, "next").map(Instant::parse),
          find(fields, "end").map(Instant::parse),
          find(fields, "cycles").map(Integer::valueOf),
          find(fields, "openEnded").filter(Boolean::parseBoolean).isPresent(),
          find(fields, "trialEnd").map(Instant::parse),
          find(fields, "reason"),
          find(fields, "reference"));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("An e-mail's facts have a time that is none.", e);
    }
  }

  private static Map<String, String> fields(byte[] bytes) {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = JSON.createParser(bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("An e-mail's facts are no JSON object.");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (json.nextToken().isScalarValue()) {
          fields.put(name, json.getText());
        } else {
          json.skipChildren();
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("An e-mail's facts are no JSON.", e);
    }
    return fields;
  }

  private static Optional<String> find(Map<String, String> fields, String name) {
    return Optional.ofNullable(fields.get(name));
  }

  private static String said(Map<String, String> fields, String name) {
    return find(fields, name)
        .orElseThrow(
            () -> new IllegalArgumentException("An e-mail's facts do not say " + name + "."));
  }

  /** Collects what one e-mail says beside what all say. */
  static final class Builder {

    private final Wording wording;
    private final Context context;
    private final Instant at;
    private final Mailing mailing;
    private Optional<Money> amount = Optional.empty();
    private Optional<PeriodRule> periodRule = Optional.empty();
    private Optional<Span> period = Optional.empty();
    private Optional<Instant> next = Optional.empty();
    private Optional<Instant> end = Optional.empty();
    private Optional<Integer> cycles = Optional.empty();
    private boolean openEnded;
    private Optional<Instant> trialEnd = Optional.empty();
    private Optional<String> reason = Optional.empty();
    private Optional<String> reference = Optional.empty();

    private Builder(Wording wording, Context context, Instant at, Mailing mailing) {
      this.wording = wording;
      this.context = context;
      this.at = at;
      this.mailing = mailing;
    }

    Builder price(Optional<Money> price, PeriodRule rule) {
      amount = price;
      periodRule = price.map(_ -> rule);
      return this;
    }

    Builder amount(Money money) {
      amount = Optional.of(money);
      return this;
    }

    /** A payment: how much, what for, and its id. */
    Builder payment(Payment payment) {
      period =
          payment.purpose() instanceof Purpose.Period
              ? Optional.of(new Span(payment.periodStart(), payment.periodEnd()))
              : Optional.empty();
      return amount(payment.amount()).reference(Optional.of(payment.paymentId()));
    }

    Builder next(Optional<Instant> time) {
      next = time;
      return this;
    }

    /** How what was agreed ends, or that it does not. */
    Builder agreedEnd(Terms terms) {
      end = terms.endTime();
      cycles = terms.cycleCount();
      openEnded = terms.isOpenEnded();
      return this;
    }

    Builder trialEnd(Optional<Instant> time) {
      trialEnd = time;
      return this;
    }

    Builder reason(String code) {
      reason = Optional.of(code);
      return this;
    }

    Builder reference(Optional<String> id) {
      reference = id;
      return this;
    }

    LetterFacts build() {
      return new LetterFacts(
          wording,
          context.subscriptionId(),
          mailing.merchant(),
          mailing.sandbox(),
          context.terms().description().orElse(context.subscriptionId()),
          context.terms().zone(),
          at,
          mailing.now(),
          amount,
          periodRule,
          period,
          next,
          end,
          cycles,
          openEnded,
          trialEnd,
          reason,
          reference);
    }
  }
}
