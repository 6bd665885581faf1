package dev.recur.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.function.Predicate;

/**
 * What must be seen before a step is over. It says when to stop waiting, not what is right: that is
 * for the expectation.
 *
 * @param inquiry true once inquireSubscription knows of the step
 * @param inWords the same, for whoever waits in vain
 * @param subscriptionNotices how many notifySubscription there must be in all
 */
record Wanted(Predicate<JsonNode> inquiry, String inWords, int subscriptionNotices) {

  /** The subscription is known. */
  static Wanted known() {
    return new Wanted(_ -> true, "the subscription is known", 0);
  }

  /** It runs, and nothing that was due until {@code now} is still to come. */
  static Wanted runningAt(OffsetDateTime now, int subscriptionNotices) {
    return new Wanted(
        inquiry ->
            isAfter(inquiry.path("currentPeriodEnd"), now)
                && isAfter(inquiry.path("nextChargeTime"), now),
        "period and next charge are those of " + now,
        subscriptionNotices);
  }

  /** It has this status. */
  static Wanted status(String status, int subscriptionNotices) {
    return new Wanted(
        inquiry -> inquiry.path("status").asText().equals(status),
        "the status is " + status,
        subscriptionNotices);
  }

  private static boolean isAfter(JsonNode time, OffsetDateTime now) {
    return time.isTextual() && OffsetDateTime.parse(time.asText()).isAfter(now);
  }
}
