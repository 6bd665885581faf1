package dev.recur.systemtests.input;

import static dev.recur.systemtests.input.CreateBody.in;
import static dev.recur.systemtests.input.CreateBody.text;
import static dev.recur.systemtests.input.CreateBody.time;
import static dev.recur.systemtests.input.CreateBody.trial;
import static dev.recur.systemtests.input.CreateBody.trials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Ways in which a create can be wrong. */
final class WrongCreates {

  private WrongCreates() {}

  /**
   * A way to be wrong.
   *
   * @param name for whoever reads the report
   * @param change what is done to a correct create
   */
  record Wrong(String name, Consumer<ObjectNode> change) {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * Every one that is known.
   *
   * @param start the correct create's start
   * @param now what its clock shows
   */
  static Stream<Wrong> all(OffsetDateTime start, OffsetDateTime now) {
    List<Wrong> all = new ArrayList<>();
    Map.of(
            "subscriptionRequestId", 64,
            "subscriptionDescription", 256,
            "paymentMethod.paymentMethodType", 64,
            "paymentMethod.paymentMethodId", 128)
        .forEach(
            (field, longest) ->
                all.add(new Wrong(field + " over-long", text(field, "x".repeat(longest + 1)))));
    for (String url :
        List.of(
            "subscriptionRedirectUrl", "subscriptionNotificationUrl", "paymentNotificationUrl")) {
      all.add(new Wrong(url + " over-long", text(url, "https://a.b/" + "x".repeat(2048))));
      all.add(new Wrong(url + " no URL", text(url, "javascript:alert(1)")));
    }
    for (String currency : List.of("ABC", "usd", "US", "USDX", "XXX", "12")) {
      all.add(new Wrong("currency " + currency, text("paymentAmount.currency", currency)));
    }
    for (String value : List.of("-1", "1.5", "1e3", " 1", "abc", "0x10", "9".repeat(30))) {
      all.add(new Wrong("amount \"" + value + "\"", text("paymentAmount.value", value)));
    }
    for (BigDecimal value : List.of(new BigDecimal("-1"), new BigDecimal("1.5"))) {
      all.add(new Wrong("amount " + value, in("paymentAmount", o -> o.put("value", value))));
    }
    all.add(
        new Wrong(
            "amount with 30 digits",
            in("paymentAmount", o -> o.put("value", BigInteger.TEN.pow(30)))));
    all.add(new Wrong("amount true", in("paymentAmount", o -> o.put("value", true))));
    all.add(
        new Wrong(
            "rupiah with cents",
            in("paymentAmount", o -> o.put("currency", "IDR").put("value", "150"))));
    for (String count : List.of("0", "-1", "1.5", "x", "99999999999")) {
      all.add(new Wrong("periodCount \"" + count + "\"", text("periodRule.periodCount", count)));
    }
    all.add(new Wrong("periodCount 0", in("periodRule", o -> o.put("periodCount", 0))));
    all.add(new Wrong("periodType", text("periodRule.periodType", "FORTNIGHT")));
    all.add(new Wrong("a start that is no time", text("subscriptionStartTime", "tomorrow")));
    all.add(
        new Wrong("a start without offset", text("subscriptionStartTime", "2027-03-01T10:00:00")));
    all.add(new Wrong("end before start", time("subscriptionEndTime", start.minusSeconds(1))));
    all.add(new Wrong("end at the start", time("subscriptionEndTime", start)));
    all.add(
        new Wrong(
            "start more than a period ago", time("subscriptionStartTime", start.minusMonths(2))));
    all.add(new Wrong("expiry in the past", time("subscriptionExpiryTime", start.minusMinutes(1))));
    all.add(new Wrong("expiry after 48 h", time("subscriptionExpiryTime", now.plusHours(48))));
    all.add(new Wrong("a clock nobody made", text("testClockId", "clock-of-nobody")));
    all.add(new Wrong("trial from period 0", trials(trial(0, 1, "PHP"))));
    all.add(new Wrong("trial that ends before it starts", trials(trial(2, 1, "PHP"))));
    all.add(new Wrong("overlapping trials", trials(trial(1, 2, "PHP"), trial(2, 3, "PHP"))));
    all.add(new Wrong("trial in another currency", trials(trial(1, 1, "EUR"))));
    all.add(new Wrong("paymentAmount is a text", o -> o.put("paymentAmount", "1000")));
    all.add(new Wrong("periodRule is an array", o -> o.putArray("periodRule")));
    return all.stream();
  }
}
