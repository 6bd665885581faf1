package dev.recur.systemtests.merchant;

import com.alipay.global.api.request.ams.subscription.AlipaySubscriptionCreateRequest;
import com.alipay.global.api.response.ams.subscription.AlipaySubscriptionCreateResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The SDK's create, with the fields that Recur adds. The getters are read by its JSON writer. */
public final class CreateOnTestClock extends AlipaySubscriptionCreateRequest {

  private final @Nullable String testClockId;
  private @Nullable String collection;
  private @Nullable String firstBilling;
  private @Nullable Integer cycleCount;
  private @Nullable String timeZone;
  private @Nullable Map<String, Object> policies;
  private @Nullable Map<String, String> buyer;
  private @Nullable Map<String, String> metadata;

  CreateOnTestClock(@Nullable String testClockId) {
    this.testClockId = testClockId;
  }

  /** The clock that it is to live on; null for the live one. */
  public @Nullable String getTestClockId() {
    return testClockId;
  }

  /** MANAGED or SELF_MANAGED. */
  public @Nullable String getCollection() {
    return collection;
  }

  /** Who triggers the charges. */
  public void setCollection(String collection) {
    this.collection = collection;
  }

  /** SIGN_AND_BILL or SIGN_ONLY. */
  public @Nullable String getFirstBilling() {
    return firstBilling;
  }

  /** Whether authorisation charges. */
  public void setFirstBilling(String firstBilling) {
    this.firstBilling = firstBilling;
  }

  /** How many periods there are. */
  public @Nullable Integer getCycleCount() {
    return cycleCount;
  }

  /** How many periods there are. */
  public void setCycleCount(int cycleCount) {
    this.cycleCount = cycleCount;
  }

  /** The region whose calendar counts. */
  public @Nullable String getTimeZone() {
    return timeZone;
  }

  /** The region whose calendar counts. */
  public void setTimeZone(String timeZone) {
    this.timeZone = timeZone;
  }

  /** The policies that are to be other than the merchant's. */
  public @Nullable Map<String, Object> getPolicies() {
    return policies;
  }

  /** The policies that are to be other than the merchant's. */
  public void setPolicies(Map<String, Object> policies) {
    this.policies = policies;
  }

  /** Who is written to: email, name, locale. */
  public @Nullable Map<String, String> getBuyer() {
    return buyer;
  }

  /** Who is written to: email, name, locale. */
  public void setBuyer(Map<String, String> buyer) {
    this.buyer = buyer;
  }

  /** The merchant's own. */
  public @Nullable Map<String, String> getMetadata() {
    return metadata;
  }

  /** The merchant's own. */
  public void setMetadata(Map<String, String> metadata) {
    this.metadata = metadata;
  }

  @Override
  public Class<AlipaySubscriptionCreateResponse> getResponseClass() {
    return AlipaySubscriptionCreateResponse.class;
  }
}
