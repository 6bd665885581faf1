package dev.recur.systemtests.merchant;

import com.alibaba.fastjson.JSON;
import com.alibaba.fastjson.JSONAware;
import com.alipay.global.api.request.AlipayRequest;
import com.alipay.global.api.response.AlipayResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A call for which this version of the SDK has no class: Antom's newer ones, and those that Recur
 * adds. Fields stand by their wire names.
 */
public final class Call extends AlipayRequest<Call.Answer> implements JSONAware {

  private final Map<String, Object> fields = new TreeMap<>();

  private Call(String path) {
    setPath("/ams/api/v1/" + path);
  }

  /** Other terms (Antom, update). */
  public static Call update(String subscriptionId, String requestId, Map<String, ?> fields) {
    return ofUpdate("subscriptions/update", subscriptionId, requestId).with(fields);
  }

  /** Charges nothing from now on. */
  public static Call pause(String subscriptionId, String requestId, Map<String, ?> fields) {
    return ofUpdate("subscriptions/pause", subscriptionId, requestId).with(fields);
  }

  /** Charges again. */
  public static Call resume(String subscriptionId, String requestId) {
    return ofUpdate("subscriptions/resume", subscriptionId, requestId);
  }

  /** The buyer pays with another wallet. */
  public static Call replaceMethod(
      String subscriptionId, String requestId, String paymentMethodId) {
    return ofUpdate("subscriptions/replacePaymentMethod", subscriptionId, requestId)
        .with(
            Map.of(
                "paymentMethod",
                Map.of("paymentMethodType", "GCASH", "paymentMethodId", paymentMethodId)));
  }

  /** A charge that the merchant triggers. */
  public static Call charge(String subscriptionId, String requestId, Map<String, ?> fields) {
    Call call = new Call("subscriptions/charge");
    call.fields.put("subscriptionId", subscriptionId);
    call.fields.put("paymentRequestId", requestId);
    return call.with(fields);
  }

  /** The subscriptions that start within a time (Antom, inquireSubscriptionList). */
  public static Call list(Map<String, ?> fields) {
    return new Call("subscriptions/inquireSubscriptionList").with(fields);
  }

  /** The ledger's events, of one subscription or of all. */
  public static Call events(Map<String, ?> fields) {
    return new Call("subscriptions/inquireEvents").with(fields);
  }

  private static Call ofUpdate(String path, String subscriptionId, String requestId) {
    Call call = new Call(path);
    call.fields.put("subscriptionId", subscriptionId);
    call.fields.put("subscriptionUpdateRequestId", requestId);
    return call;
  }

  private Call with(Map<String, ?> more) {
    fields.putAll(more);
    return this;
  }

  /** Read by the SDK's JSON writer. */
  @Override
  public String toJSONString() {
    return JSON.toJSONString(fields);
  }

  @Override
  public Class<Answer> getResponseClass() {
    return Answer.class;
  }

  /** The answer; what the call does not answer is absent. */
  public static final class Answer extends AlipayResponse {

    private @Nullable String paymentId;
    private List<Map<String, Object>> subscriptions = List.of();
    private Map<String, Object> paginator = Map.of();
    private List<Map<String, Object>> events = List.of();
    private String next = "";

    /** The payment that was asked for. */
    public @Nullable String getPaymentId() {
      return paymentId;
    }

    /** Called by the SDK's JSON reader. */
    public void setPaymentId(@Nullable String paymentId) {
      this.paymentId = paymentId;
    }

    /** The subscriptions on the page. */
    public List<Map<String, Object>> getSubscriptions() {
      return subscriptions;
    }

    /** Called by the SDK's JSON reader. */
    public void setSubscriptions(List<Map<String, Object>> subscriptions) {
      this.subscriptions = subscriptions;
    }

    /** The events on the page. */
    public List<Map<String, Object>> getEvents() {
      return events;
    }

    /** Called by the SDK's JSON reader. */
    public void setEvents(List<Map<String, Object>> events) {
      this.events = events;
    }

    /** How to go on. */
    public String getNext() {
      return next;
    }

    /** Called by the SDK's JSON reader. */
    public void setNext(String next) {
      this.next = next;
    }

    /** Where in the list the page is. */
    public Map<String, Object> getPaginator() {
      return paginator;
    }

    /** Called by the SDK's JSON reader. */
    public void setPaginator(Map<String, Object> paginator) {
      this.paginator = paginator;
    }
  }
}
