package dev.recur.systemtests.merchant;

import com.alipay.global.api.request.AlipayRequest;
import com.alipay.global.api.response.AlipayResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code inquireSubscriptionPayment}, for which this version of the SDK has no class. */
public final class InquirePayments extends AlipayRequest<InquirePayments.Answer> {

  private final String subscriptionId;
  private final int currentPage;
  private final int pageSize;

  InquirePayments(String subscriptionId, int currentPage, int pageSize) {
    this.subscriptionId = subscriptionId;
    this.currentPage = currentPage;
    this.pageSize = pageSize;
    setPath("/ams/api/v1/subscriptions/inquireSubscriptionPayment");
  }

  /** Read by the SDK's JSON writer. */
  public String getSubscriptionId() {
    return subscriptionId;
  }

  /** Read by the SDK's JSON writer. */
  public int getCurrentPage() {
    return currentPage;
  }

  /** Read by the SDK's JSON writer. */
  public int getPageSize() {
    return pageSize;
  }

  @Override
  public Class<Answer> getResponseClass() {
    return Answer.class;
  }

  /** The answer; fields by their wire names. */
  public static final class Answer extends AlipayResponse {

    private List<Map<String, Object>> payments = List.of();
    private @Nullable Map<String, Object> paginator;

    /** The payments on the page. */
    public List<Map<String, Object>> getPayments() {
      return payments;
    }

    /** Called by the SDK's JSON reader. */
    public void setPayments(List<Map<String, Object>> payments) {
      this.payments = payments;
    }

    /** Where in the list the page is. */
    public @Nullable Map<String, Object> getPaginator() {
      return paginator;
    }

    /** Called by the SDK's JSON reader. */
    public void setPaginator(@Nullable Map<String, Object> paginator) {
      this.paginator = paginator;
    }
  }
}
