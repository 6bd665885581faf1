package dev.recur.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.demo.Entry.Who;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An offer as the merchant of one play makes it. */
final class Creation {

  /** Where the merchant has buyers come back to. */
  static final String REDIRECT_URL = "https://shop.example/thanks";

  /** What {@code subscriptionInfo} holds of a {@code create}, where a payment begins it. */
  private static final List<String> OF_THE_PAYMENT =
      List.of("paymentAmount", "paymentMethod", "settlementStrategy", "userRegion");

  private final Stage stage;
  private final Offer offer;
  private final Call call;
  private final String requestId;
  private final String address;

  /** The calls that begin a subscription. */
  enum Call {
    CREATE("subscriptions/create"),
    PAY("payments/pay"),
    SESSION("payments/createPaymentSession");

    private final String operation;

    Call(String operation) {
      this.operation = operation;
    }

    /** What it is called in the diary. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Creation(Stage stage, Offer offer, Call call) {
    this.stage = stage;
    this.offer = offer;
    this.call = call;
    this.requestId = Words.requestId(call.word());
    // One of its own, or mails of an earlier demo would be taken for its.
    this.address =
        offer.buyer().isEmpty()
            ? ""
            : Words.requestId(offer.buyer().toLowerCase(Locale.ROOT)) + "@buyers.example";
  }

  String requestId() {
    return requestId;
  }

  /** Where the buyer is written to; empty: nowhere. */
  String address() {
    return address;
  }

  /** Asks for it, and writes down how that went: the reason, too, where it is refused. */
  Reply ask() {
    Reply reply = stage.merchant().ask(call.operation, body());
    String outcome =
        reply.code() + (reply.isSuccess() ? invitation(reply.body()) : ", " + reply.message());
    stage.tell(Who.MERCHANT, call.word(), offer.price(), words() + ": " + outcome);
    return reply;
  }

  /** The request's body. */
  Map<String, Object> body() {
    return call == Call.CREATE ? ofCreate() : ofPayment();
  }

  /** What is offered, but for the price. */
  String words() {
    String words =
        offer.words(shown(offer.start()), offer.end().isEmpty() ? "" : shown(offer.end()));
    return offer.label().isEmpty() ? words : "[" + offer.label() + "] " + words;
  }

  private Map<String, Object> ofCreate() {
    Map<String, Object> body = plan();
    body.put("subscriptionRequestId", requestId);
    body.put("subscriptionRedirectUrl", REDIRECT_URL);
    body.put("subscriptionNotificationUrl", url("/subscription"));
    body.put("paymentNotificationUrl", url("/payment"));
    body.put("orderInfo", Map.of("orderAmount", Words.amount(offer.order())));
    body.put("env", env());
    return body;
  }

  /** The same terms, as a payment has them (Antom, pay: subscriptionInfo). */
  private Map<String, Object> ofPayment() {
    Map<String, Object> info = plan();
    Map<String, Object> body = new HashMap<>();
    for (String name : OF_THE_PAYMENT) {
      if (info.containsKey(name)) {
        body.put(name, info.remove(name));
      }
    }
    info.put("subscriptionNotifyUrl", url("/subscription"));
    body.put("subscriptionInfo", info);
    body.put("paymentRequestId", requestId);
    body.put("paymentRedirectUrl", REDIRECT_URL);
    body.put("paymentNotifyUrl", url("/payment"));
    body.put(
        "order",
        Map.of(
            "referenceOrderId", requestId,
            "orderDescription", offer.description(),
            "orderAmount", Words.amount(offer.order())));
    body.put("env", env());
    return body;
  }

  private Map<String, Object> plan() {
    Map<String, Object> plan = offer.terms();
    plan.put("subscriptionStartTime", wire(offer.start()));
    if (!offer.end().isEmpty()) {
      plan.put("subscriptionEndTime", wire(offer.end()));
    }
    if (!(stage.zone() instanceof ZoneOffset)) {
      plan.put("timeZone", stage.zone().getId());
    }
    plan.put("testClockId", stage.clock().id());
    if (!address.isEmpty()) {
      plan.put("buyer", Map.of("email", address, "name", offer.buyer(), "locale", offer.locale()));
    }
    return plan;
  }

  /** How the buyer is to be asked, as far as it is not always the same. */
  private String invitation(JsonNode answer) {
    return switch (call) {
      case CREATE -> "";
      case PAY ->
          answer.hasNonNull("normalUrl") ? ", with a page for the buyer" : ", without a page";
      case SESSION ->
          ", until " + Words.second(answer.path("paymentSessionExpiryTime"), stage.zone());
    };
  }

  private Map<String, String> env() {
    return Map.of("terminalType", offer.terminal());
  }

  private String url(String path) {
    return stage.scenery().stack().webhookUrl() + path;
  }

  private String wire(String time) {
    return time.isEmpty() ? stage.clock().now().toOffsetDateTime().toString() : stage.wire(time);
  }

  private String shown(String time) {
    return time.isEmpty() ? Words.second(stage.clock().now()) : stage.shown(time);
  }
}
