package dev.recur.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.demo.Entry.Who;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A subscription of a play, and what can be asked for it. Each call writes down what was asked and
 * what the answer was; the names that calls take are what request ids begin with, and the same name
 * within a play is the same id.
 */
public final class Subscription {

  private static final String UPDATE_ID = "subscriptionUpdateRequestId";

  private final Stage stage;
  private final Observer observer;
  private final String page;

  Subscription(Stage stage, Observer observer, String page) {
    this.stage = stage;
    this.observer = observer;
    this.page = page;
  }

  /** The buyer agrees, on the page that the merchant sent them to. */
  public void approve() {
    stage.scenery().merchant().approve(page);
    stage.tell(Who.BUYER, "approve", "", text("on the page that the merchant sent them to"));
  }

  /** The merchant asks for other terms (Antom, update). */
  public void update(Update update) {
    Map<String, Object> body = update.fields(stage::wire);
    body.put(UPDATE_ID, stage.requestId(update.name()));
    ask("subscriptions/update", body, "update", update.price(), update.words(stage::shown));
  }

  /**
   * The merchant puts a new subscription in this one's place (Antom, change).
   *
   * @param label what the new one is called
   * @param firstPeriod price of the new one's first period
   * @throws DemoFailedException when it is refused
   */
  public Subscription change(String label, String price, String firstPeriod) {
    Map<String, Object> body = new HashMap<>();
    body.put("subscriptionChangeRequestId", Words.requestId("change"));
    body.put("paymentAmount", Words.amount(price));
    body.put("paymentAmountDifference", Words.amount(firstPeriod));
    Reply reply =
        ask(
            "subscriptions/change",
            body,
            "change",
            price,
            "into [%s], its first period for %s".formatted(label, firstPeriod));
    if (!reply.isSuccess()) {
      throw new DemoFailedException("change was answered " + reply.body().path("result"));
    }
    return stage.follow(
        label, reply.body().path("subscriptionId").asText(), observer.telling().description(), "");
  }

  /** The merchant switches renewal off: served to the end of the period. */
  public void cancel() {
    end("CANCEL");
  }

  /** The merchant ends it at once. */
  public void terminate() {
    end("TERMINATE");
  }

  /** Nothing is charged from now on. */
  public void pause(String name) {
    ask("subscriptions/pause", withId(name), "pause", "", "until it is resumed");
  }

  /** Nothing is charged until that time. */
  public void pauseUntil(String name, String time) {
    Map<String, Object> body = withId(name);
    body.put("resumeTime", stage.wire(time));
    ask("subscriptions/pause", body, "pause", "", "until " + stage.shown(time));
  }

  /** Charged again from the next period on. */
  public void resume(String name) {
    ask("subscriptions/resume", withId(name), "resume", "", "");
  }

  /**
   * The buyer pays otherwise from now on.
   *
   * @param behaviour what the sandbox channel does with the new method
   */
  public void payBy(String type, String behaviour) {
    Map<String, String> method = Map.of("paymentMethodType", type, "paymentMethodId", behaviour);
    Map<String, Object> body = new HashMap<>(Map.of(UPDATE_ID, Words.requestId("method")));
    body.put("paymentMethod", method);
    ask("subscriptions/replacePaymentMethod", body, "method", "", Words.method(method));
  }

  /** The merchant charges the price of a period of a self-managed subscription. */
  public void charge(String name) {
    charge(name, Map.of(), "", name + ", the price of a period");
  }

  /** The merchant charges an amount of a self-managed subscription. */
  public void charge(String name, String amount) {
    charge(name, Map.of("paymentAmount", Words.amount(amount)), amount, name);
  }

  /** The merchant pays back what was paid for a period, or a part of it (Antom, refund). */
  public void refund(String name, int period, String amount) {
    Map<String, Object> body = new HashMap<>();
    body.put("refundRequestId", stage.requestId(name));
    body.put("paymentId", observer.paymentIdOf(period));
    body.put("refundAmount", Words.amount(amount));
    body.put("refundNotifyUrl", stage.scenery().stack().webhookUrl() + "/refund");
    Reply reply = stage.scenery().merchant().ask("payments/refund", body);
    stage.tell(
        Who.MERCHANT,
        "refund",
        amount,
        text("%s, of period %d: %s".formatted(name, period, reply.code())));
  }

  /** The merchant looks at a period's payment, with each attempt (Antom, inquiryPayment). */
  public void inquirePayment(int period) {
    stage
        .scenery()
        .merchant()
        .inquire("payments/inquiryPayment", Map.of("paymentId", observer.paymentIdOf(period)))
        .ifPresent(payment -> tell(period, payment));
  }

  /** The merchant looks at a refund (Antom, inquiryRefund). */
  public void inquireRefund(String name) {
    stage
        .scenery()
        .merchant()
        .inquire("payments/inquiryRefund", Map.of("refundRequestId", stage.requestId(name)))
        .ifPresent(
            refund ->
                stage.tell(
                    Who.INQUIRY,
                    "refund",
                    Words.money(refund.path("refundAmount")),
                    text(
                        "%s; %s, %s"
                            .formatted(
                                refund.path("refundStatus").asText(),
                                name,
                                Words.second(refund.path("refundTime"), stage.zone())))));
  }

  /** The operator decides that the periods held after an outage are charged. */
  public void approveHeldCycles() {
    stage
        .scenery()
        .operator()
        .post(
            "/admin/subscriptions/" + observer.subscriptionId() + "/held-cycles",
            Map.of("approve", true));
    stage.tell(Who.OPERATOR, "held cycles", "", text("approved"));
  }

  Observer observer() {
    return observer;
  }

  private void tell(int period, JsonNode payment) {
    List<String> attempts = new ArrayList<>();
    for (JsonNode transaction : payment.path("transactions")) {
      attempts.add(
          "%s %s"
              .formatted(
                  transaction.path("transactionStatus").asText(),
                  Words.second(transaction.path("transactionTime"), stage.zone())));
    }
    stage.tell(
        Who.INQUIRY,
        "payment " + period,
        Words.money(payment.path("paymentAmount")),
        text(payment.path("paymentStatus").asText() + "; " + String.join(", ", attempts)));
  }

  private void end(String type) {
    ask(
        "subscriptions/cancel",
        new HashMap<>(Map.of("cancellationType", type)),
        "cancel",
        "",
        type);
  }

  private void charge(String name, Map<String, ?> amount, String shown, String words) {
    Map<String, Object> body = new HashMap<>(amount);
    body.put("paymentRequestId", stage.requestId(name));
    ask("subscriptions/charge", body, "charge", shown, words);
  }

  private Map<String, Object> withId(String name) {
    return new HashMap<>(Map.of(UPDATE_ID, stage.requestId(name)));
  }

  private Reply ask(
      String operation, Map<String, Object> body, String about, String amount, String words) {
    body.put("subscriptionId", observer.subscriptionId());
    Reply reply = stage.scenery().merchant().ask(operation, body);
    String asked = words.isEmpty() ? "" : words + ": ";
    stage.tell(Who.MERCHANT, about, amount, text(asked + reply.code()));
    return reply;
  }

  private String text(String text) {
    return observer.telling().labelled(text);
  }
}
