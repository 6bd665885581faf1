package dev.recur.systemtests.merchant;

import com.alipay.global.api.request.AlipayRequest;
import com.alipay.global.api.response.AlipayResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code inquireSubscription}, for which this version of the SDK has no class. */
public final class InquireSubscription extends AlipayRequest<InquireSubscription.Answer> {

  private final String subscriptionId;

  /** Asks for one. */
  public InquireSubscription(String subscriptionId) {
    this.subscriptionId = subscriptionId;
    setPath("/ams/api/v1/subscriptions/inquireSubscription");
  }

  /** Read by the SDK's JSON writer. */
  public String getSubscriptionId() {
    return subscriptionId;
  }

  @Override
  public Class<Answer> getResponseClass() {
    return Answer.class;
  }

  /** The answer; the fields of {@code subscription} by their wire names. */
  public static final class Answer extends AlipayResponse {

    private @Nullable Map<String, Object> subscription;

    /** Null when the answer is a failure. */
    public @Nullable Map<String, Object> getSubscription() {
      return subscription;
    }

    /** Called by the SDK's JSON reader. */
    public void setSubscription(@Nullable Map<String, Object> subscription) {
      this.subscription = subscription;
    }
  }
}
