package dev.recur.systemtests.merchant;

import com.alipay.global.api.request.ams.subscription.AlipaySubscriptionCreateRequest;
import com.alipay.global.api.response.ams.subscription.AlipaySubscriptionCreateResponse;

/** The SDK's create, with the additive field {@code testClockId}. */
public final class CreateOnTestClock extends AlipaySubscriptionCreateRequest {

  private final String testClockId;

  CreateOnTestClock(String testClockId) {
    this.testClockId = testClockId;
  }

  /** Read by the SDK's JSON writer. */
  public String getTestClockId() {
    return testClockId;
  }

  @Override
  public Class<AlipaySubscriptionCreateResponse> getResponseClass() {
    return AlipaySubscriptionCreateResponse.class;
  }
}
