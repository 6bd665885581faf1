package dev.recur.systemtests.expect;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One subscription's ledger lines and webhooks, a line of text each, so that a test reads like the
 * seed it stands beside. What a line leaves out was looked at and is as the subscription's birth
 * says; what differs, or was not known, is spelled out and makes the line another one. Times stand
 * in the subscription's offset, without it.
 *
 * <pre>
 * 2026-04-20T19:00:00 charge change:up 2000 USD SUCCEEDED
 * 2026-05-12T18:20:29 charge 3/2 5000 USD SUCCEEDED      the second attempt for period 3
 * UPDATE ACTIVE active, 1 MONTH
 * payment 3 S 5000 USD at 2026-05-12T18:20:29 of 2026-05-13T18:15:29/2026-06-13T18:15:29
 * refund down SUCCESS 2000 USD at 2026-05-20T19:00:00
 * </pre>
 *
 * @param birth what is known of the subscription
 * @param names the payments' names by their ids, made from the published rules
 */
public record Diary(Birth birth, Map<String, String> names) {

  /** More periods than any test lives through. */
  private static final int PERIODS_MAX = 100;

  private static final String LOCAL = "uuuu-MM-dd'T'HH:mm:ss";

  /** What is told where no end was agreed (contract A6: default of subscriptionEndTime). */
  private static final String OPEN_END = "2099-12-31T23:59:59+08:00";

  /**
   * What is known of a subscription.
   *
   * @param requestId the merchant's id of the call that it came from
   * @param start subscriptionStartTime, as the wire writes it
   * @param description what was asked for
   * @param tokenId the method's, as was asked for
   */
  public record Birth(
      String subscriptionId, String requestId, String start, String description, String tokenId) {

    ZoneOffset offset() {
      return OffsetDateTime.parse(start).getOffset();
    }
  }

  public Diary {
    names = Map.copyOf(names);
  }

  /**
   * A diary.
   *
   * @param requestIds every id that updates, charges and refunds of it were asked for with
   */
  public static Diary of(Birth birth, Collection<String> requestIds) {
    String id = birth.subscriptionId();
    Map<String, String> names = new TreeMap<>();
    for (int period = 1; period <= PERIODS_MAX; period++) {
      names.put(PublishedIds.paymentOfPeriod(id, period), Integer.toString(period));
    }
    for (String requestId : requestIds) {
      names.put(PublishedIds.payment(id, "CHANGE", requestId), "change:" + requestId);
      names.put(PublishedIds.payment(id, "MANUAL", requestId), "manual:" + requestId);
      names.put(PublishedIds.payment(id, "REFUND", requestId), "refund:" + requestId);
    }
    return new Diary(birth, names);
  }

  /** A line of the channel's ledger. */
  public String line(Charge charge) {
    String name = names.getOrDefault(charge.paymentId(), charge.paymentId());
    int attempt = attempt(charge);
    StringBuilder line = new StringBuilder();
    line.append(local(charge.at())).append(' ');
    line.append(charge.operation().equals("REFUND") ? "" : "charge ").append(name);
    line.append(attempt == 1 ? "" : "/" + attempt);
    line.append(' ').append(charge.amountMinor()).append(' ').append(charge.currency());
    line.append(' ').append(charge.outcome());
    if (!purpose(name).equals(charge.what())) {
      line.append(", but for ").append(charge.what());
    }
    return line.toString();
  }

  /** A webhook. */
  public String line(Notice notice) {
    Fields fields = new Fields(notice.fields());
    String line =
        switch (fields.take(Notice.KIND)) {
          case Notice.OF_PAYMENT -> ofPayment(fields);
          case Notice.OF_REFUND -> ofRefund(fields);
          default -> ofSubscription(fields);
        };
    fields.take("sequence");
    fields.take("previousSequence");
    return line + fields.differing("subscriptionId", birth.subscriptionId()) + fields.rest();
  }

  private String ofSubscription(Fields fields) {
    return fields.take("subscriptionNotificationType")
        + " "
        + fields.take("subscriptionStatus")
        + " "
        + fields.take("lifecycleStatus")
        + ", "
        + fields.take("periodRule.periodCount")
        + " "
        + fields.take("periodRule.periodType")
        + fields.differing("subscriptionEndTime", OPEN_END)
        + fields.differing("subscriptionRequestId", birth.requestId())
        + fields.differing("subscriptionStartTime", birth.start())
        + fields.differing("subscriptionDescription", birth.description())
        + fields.differing("tokenId", birth.tokenId());
  }

  private String ofPayment(Fields fields) {
    String name = names.getOrDefault(fields.take("paymentId"), "of nobody knows what");
    String asked = wire(fields.take("paymentCreateTime"));
    String paid = wire(fields.take("paymentTime"));
    String phase = fields.take("phaseNo");
    String requestId = name.startsWith("manual:") ? name.substring("manual:".length()) : "-";
    return "payment "
        + name
        + " "
        + result(fields)
        + " "
        + fields.take("paymentAmount.value")
        + " "
        + fields.take("paymentAmount.currency")
        + (asked.equals(paid) ? " at " + asked : " asked " + asked)
        + (asked.equals(paid) || paid.equals("-") ? "" : " paid " + paid)
        + " of "
        + (phase.equals(name) ? "" : phase + " ")
        + wire(fields.take("periodStartTime"))
        + "/"
        + wire(fields.take("periodEndTime"))
        + fields.differing("paymentRequestId", requestId)
        + fields.differing("subscriptionRequestId", birth.requestId())
        + fields.differing("notifyType", "PAYMENT_RESULT")
        + fields.differing("paymentMethodType", "GCASH");
  }

  private String ofRefund(Fields fields) {
    String requestId = fields.take("refundRequestId");
    boolean known =
        "refund:".concat(requestId).equals(names.getOrDefault(fields.take("refundId"), ""));
    String time = wire(fields.take("refundTime"));
    return "refund "
        + requestId
        + (known ? " " : " under an unknown id ")
        + fields.take("refundStatus")
        + " "
        + fields.take("refundAmount.value")
        + " "
        + fields.take("refundAmount.currency")
        + (time.equals("-") ? "" : " at " + time)
        + fields.differing("notifyType", "REFUND_RESULT")
        + fields.differing("result.resultStatus", time.equals("-") ? "F" : "S")
        + fields.differing("result.resultCode", time.equals("-") ? "PROCESS_FAIL" : "SUCCESS");
  }

  private static String result(Fields fields) {
    String status = fields.take("result.resultStatus");
    String code = fields.take("result.resultCode");
    return status.equals("S") && code.equals("SUCCESS") ? "S" : status + " " + code;
  }

  private static int attempt(Charge charge) {
    String before = charge.paymentId() + "/";
    // A key of another form shows as attempt 0.
    return charge.key().startsWith(before)
        ? Integer.parseInt(charge.key().substring(before.length()))
        : 0;
  }

  /** What the channel must have been told that a payment is for. */
  private Purpose purpose(String name) {
    int colon = name.indexOf(':');
    if (colon >= 0) {
      String kind = name.substring(0, colon).toUpperCase(Locale.ROOT);
      return new Purpose(birth.subscriptionId(), kind, 0);
    }
    int period = name.chars().allMatch(Character::isDigit) ? Integer.parseInt(name) : 0;
    return new Purpose(birth.subscriptionId(), "PERIOD", period);
  }

  /** A time of the wire, without the subscription's offset; in any other offset it stays whole. */
  private String wire(String time) {
    String offset = birth.offset().getId();
    return time.endsWith(offset) ? time.substring(0, time.length() - offset.length()) : time;
  }

  private String local(Instant at) {
    boolean whole = at.equals(at.truncatedTo(ChronoUnit.SECONDS));
    return DateTimeFormatter.ofPattern(LOCAL + (whole ? "" : ".SSS"))
        .format(at.atOffset(birth.offset()));
  }

  /** A notification's fields, of which each is to be looked at once. */
  private static final class Fields {

    private static final String ABSENT = "-";

    private final Map<String, String> left;

    Fields(Map<String, String> all) {
      left = new TreeMap<>(all);
      left.remove("result.resultMessage"); // For people.
    }

    /** A field's value, "-" where it is not there. */
    String take(String name) {
      String value = left.remove(name);
      return value == null ? ABSENT : value;
    }

    /** Nothing when the field says what is expected, else what it says. */
    String differing(String name, String expected) {
      String value = take(name);
      return value.equals(expected) ? "" : ", " + name + " " + value;
    }

    /** The fields that nobody has looked at. */
    String rest() {
      StringBuilder rest = new StringBuilder();
      left.forEach((name, value) -> rest.append(", ").append(name).append(' ').append(value));
      return rest.toString();
    }
  }
}
