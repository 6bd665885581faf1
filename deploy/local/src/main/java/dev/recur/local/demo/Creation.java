package dev.recur.local.demo;

import dev.recur.local.demo.Entry.Who;
import java.time.ZoneOffset;
import java.util.Map;

/** An offer as the merchant of one play makes it. */
final class Creation {

  private final Stage stage;
  private final Offer offer;
  private final String requestId;

  Creation(Stage stage, Offer offer) {
    this.stage = stage;
    this.offer = offer;
    this.requestId = Words.requestId("offer");
  }

  String requestId() {
    return requestId;
  }

  /** Asks for it, and writes down how that went: the reason, too, where it is refused. */
  Reply ask() {
    Reply reply = stage.scenery().merchant().ask("subscriptions/create", body());
    String outcome = reply.code() + (reply.isSuccess() ? "" : ", " + reply.message());
    stage.tell(Who.MERCHANT, "create", offer.price(), words() + ": " + outcome);
    return reply;
  }

  /** The request's body. */
  Map<String, Object> body() {
    Stack stack = stage.scenery().stack();
    Map<String, Object> body = offer.terms();
    body.put("subscriptionRequestId", requestId);
    body.put("subscriptionRedirectUrl", "https://shop.example/thanks");
    body.put("subscriptionStartTime", wire(offer.start()));
    if (!offer.end().isEmpty()) {
      body.put("subscriptionEndTime", wire(offer.end()));
    }
    if (!(stage.zone() instanceof ZoneOffset)) {
      body.put("timeZone", stage.zone().getId());
    }
    body.put("subscriptionNotificationUrl", stack.webhookUrl() + "/subscription");
    body.put("paymentNotificationUrl", stack.webhookUrl() + "/payment");
    body.put("env", Map.of("terminalType", "WEB"));
    body.put("testClockId", stage.clock().id());
    return body;
  }

  /** What is offered, but for the price. */
  String words() {
    String words =
        offer.words(shown(offer.start()), offer.end().isEmpty() ? "" : shown(offer.end()));
    return offer.label().isEmpty() ? words : "[" + offer.label() + "] " + words;
  }

  private String wire(String time) {
    return time.isEmpty() ? stage.clock().now().toOffsetDateTime().toString() : stage.wire(time);
  }

  private String shown(String time) {
    return time.isEmpty() ? Words.second(stage.clock().now()) : stage.shown(time);
  }
}
