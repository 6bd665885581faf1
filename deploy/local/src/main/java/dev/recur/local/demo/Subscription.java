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
  private final MerchantClient merchant;
  private final Observer observer;
  private final Buyer buyer;

  Subscription(Stage stage, MerchantClient merchant, Observer observer, JsonNode invitation) {
    this.stage = stage;
    this.merchant = merchant;
    this.observer = observer;
    this.buyer = new Buyer(stage, this::text, invitation, observer::mails);
  }

  /** Whom the merchant sends to the page. */
  public Buyer buyer() {
    return buyer;
  }

  /** The buyer agrees, on the page that the merchant sent them to. */
  public void approve() {
    buyer.approve();
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
        merchant,
        observer.address(),
        stage.telling(label, observer.telling().description()),
        reply.body().path("subscriptionId").asText(),
        Buyer.UNINVITED);
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
    payBy("method", Method.of(type, behaviour));
  }

  /** The buyer pays with a card from now on, which the merchant has collected. */
  public void payByCard(String number) {
    payBy("card", Method.of(TestCard.of(number)));
  }

  /** The token that the merchant was told for its card: usable as a payment method's id. */
  public String tokenTold() {
    return observer.tokenTold();
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
    Reply reply = merchant.ask("payments/refund", body);
    stage.tell(
        Who.MERCHANT,
        "refund",
        amount,
        text("%s, of period %d: %s".formatted(name, period, reply.code())));
  }

  /** The merchant looks at a period's payment, with each attempt (Antom, inquiryPayment). */
  public void inquirePayment(int period) {
    merchant
        .inquire("payments/inquiryPayment", Map.of("paymentId", observer.paymentIdOf(period)))
        .ifPresent(payment -> tell(period, payment));
  }

  /** The merchant looks at a refund (Antom, inquiryRefund). */
  public void inquireRefund(String name) {
    merchant
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

  /** The merchant looks at what was ordered, and in which currency it is paid. */
  public void inquireOrder() {
    stage.tell(observer.order());
  }

  /** What the bank was told beside the amount, and why it declined. */
  public void askBankAbout(int period) {
    stage.tell(observer.bankWasTold(period));
  }

  /** The operator lets it go on after it was parked. */
  public void release(String note) {
    stage
        .scenery()
        .operator()
        .post(
            "/admin/subscriptions/" + observer.subscriptionId() + "/release", Map.of("note", note));
    stage.tell(Who.OPERATOR, "release", "", text(note));
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

  private void payBy(String name, Method method) {
    Map<String, Object> body = new HashMap<>(Map.of(UPDATE_ID, Words.requestId(name)));
    body.put("paymentMethod", method.wire());
    ask("subscriptions/replacePaymentMethod", body, "method", "", method.words());
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
    Reply reply = merchant.ask(operation, body);
    String asked = words.isEmpty() ? "" : words + ": ";
    stage.tell(Who.MERCHANT, about, amount, text(asked + reply.code()));
    return reply;
  }

  private String text(String text) {
    return observer.telling().labelled(text);
  }
}
