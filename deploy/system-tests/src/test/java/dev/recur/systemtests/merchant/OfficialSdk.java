package dev.recur.systemtests.merchant;

import com.alipay.global.api.DefaultAlipayClient;
import com.alipay.global.api.exception.AlipayApiException;
import com.alipay.global.api.model.Result;
import com.alipay.global.api.model.ResultStatusType;
import com.alipay.global.api.model.ams.Amount;
import com.alipay.global.api.model.ams.Env;
import com.alipay.global.api.model.ams.PaymentMethod;
import com.alipay.global.api.model.ams.PeriodRule;
import com.alipay.global.api.model.ams.TerminalType;
import com.alipay.global.api.model.ams.Trial;
import com.alipay.global.api.net.HttpRpcResult;
import com.alipay.global.api.request.AlipayRequest;
import com.alipay.global.api.request.ams.subscription.AlipaySubscriptionCancelRequest;
import com.alipay.global.api.response.AlipayResponse;
import com.alipay.global.api.response.ams.subscription.AlipaySubscriptionCreateResponse;
import com.alipay.global.api.tools.WebhookTool;
import dev.recur.systemtests.expect.Expectation;
import dev.recur.systemtests.expect.Offer;
import dev.recur.systemtests.stack.Inbox;
import dev.recur.systemtests.stack.StackFile;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A merchant with the official SDK. What the SDK leaves unsaid is asserted here: it skips the
 * verification of an answer without a word when the signature's header is missing, so each answer's
 * is looked for.
 */
public final class OfficialSdk {

  private static final Duration FINAL_WITHIN = Duration.ofMinutes(2);

  private final StackFile.Merchant merchant;
  private final Watched client;

  /** A merchant at a gateway. */
  public OfficialSdk(URI gateway, StackFile.Merchant merchant) {
    this(gateway, merchant, merchant.platformPublicKey());
  }

  /** A merchant that believes another platform key. */
  public OfficialSdk(URI gateway, StackFile.Merchant merchant, String platformPublicKey) {
    this.merchant = merchant;
    this.client =
        new Watched(
            gateway.toString(), merchant.privateKey(), platformPublicKey, merchant.clientId());
  }

  /** The merchant's id. */
  public String clientId() {
    return merchant.clientId();
  }

  /** How many answers were verified by the SDK. */
  public int verifiedAnswers() {
    return client.verified.get();
  }

  /** Asks for a subscription on a test clock, again while the answer is not final. */
  public AlipaySubscriptionCreateResponse create(Offer offer, String testClockId) {
    return untilFinal(() -> createRequest(offer, testClockId));
  }

  /** The request that {@link #create} makes; without a test clock, of one on the live clock. */
  public CreateOnTestClock createRequest(Offer offer, @Nullable String testClockId) {
    CreateOnTestClock request = new CreateOnTestClock(testClockId);
    request.setSubscriptionRequestId(offer.requestId());
    request.setSubscriptionDescription("Coffee, " + offer.requestId());
    request.setSubscriptionRedirectUrl("https://shop.example/back");
    request.setSubscriptionStartTime(Expectation.wire(offer.start()));
    request.setPeriodRule(
        PeriodRule.builder()
            .periodType(new Expectation("", offer, offer.start()).periodType())
            .periodCount(offer.count())
            .build());
    request.setPaymentMethod(
        PaymentMethod.builder()
            .paymentMethodType("GCASH")
            .paymentMethodId(offer.mood().methodId())
            .build());
    request.setSubscriptionNotificationUrl(webhookUrl("subscription"));
    request.setPaymentNotificationUrl(webhookUrl("payment"));
    request.setPaymentAmount(amount(offer.amountMinor(), offer.currency()));
    request.setEnv(Env.builder().terminalType(TerminalType.WEB).build());
    if (!offer.trials().isEmpty()) {
      request.setTrials(
          offer.trials().stream()
              .map(
                  trial ->
                      Trial.builder()
                          .trialStartPeriod(trial.firstPeriod())
                          .trialEndPeriod(trial.lastPeriod())
                          .trialAmount(amount(trial.amountMinor(), offer.currency()))
                          .build())
              .toList());
    }
    return request;
  }

  /** Switches renewal off (CANCEL) or ends service (TERMINATE). */
  public Result cancel(String subscriptionId, String cancellationType) {
    return untilFinal(
            () -> {
              AlipaySubscriptionCancelRequest request = new AlipaySubscriptionCancelRequest();
              request.setSubscriptionId(subscriptionId);
              request.setCancellationType(cancellationType);
              return request;
            })
        .getResult();
  }

  /** The subscription as an inquiry shows it. */
  public Map<String, Object> inquire(String subscriptionId) {
    InquireSubscription.Answer answer = untilFinal(() -> new InquireSubscription(subscriptionId));
    Map<String, Object> subscription = answer.getSubscription();
    if (subscription == null) {
      throw new AssertionError("No subscription in the answer: " + words(answer.getResult()));
    }
    return subscription;
  }

  /** A page of the payments of a subscription. */
  public InquirePayments.Answer payments(String subscriptionId, int page, int pageSize) {
    return untilFinal(() -> new InquirePayments(subscriptionId, page, pageSize));
  }

  /** Executes a request, once. */
  public <T extends AlipayResponse> T execute(AlipayRequest<T> request) throws AlipayApiException {
    return client.execute(request);
  }

  /** True when the SDK finds the webhook genuine. */
  public boolean verifies(Inbox.Webhook webhook) {
    return verifies(webhook, webhook.body());
  }

  /** True when the SDK would find the webhook genuine with another body. */
  public boolean verifies(Inbox.Webhook webhook, String body) {
    try {
      return WebhookTool.checkSignature(
          webhook.path(),
          "POST",
          webhook.header("client-id"),
          webhook.header("request-time"),
          webhook.header("signature"),
          body,
          merchant.platformPublicKey());
    } catch (AlipayApiException e) {
      throw new AssertionError("The SDK cannot judge " + webhook, e);
    }
  }

  /** Executes a request, again while the answer is not final. */
  public <T extends AlipayResponse> T executeUntilFinal(AlipayRequest<T> request) {
    return untilFinal(() -> request);
  }

  /** Where webhooks of some kind are received. */
  public String webhookUrl(String about) {
    // With a query: it is part of what is signed.
    return merchant.webhookUrl() + "?about=" + about;
  }

  /** After U the same request is repeated until the answer is S or F, as the contract asks. */
  private <T extends AlipayResponse> T untilFinal(Supplier<AlipayRequest<T>> request) {
    return Awaitility.await("a final answer")
        .atMost(FINAL_WITHIN)
        .pollDelay(Duration.ZERO)
        .until(
            () -> client.execute(request.get()),
            answer -> answer.getResult().getResultStatus() != ResultStatusType.U);
  }

  /** A result, for messages. */
  public static String words(@Nullable Result result) {
    return result == null
        ? "no result"
        : result.getResultStatus()
            + " "
            + result.getResultCode()
            + ": "
            + result.getResultMessage();
  }

  /** An amount of the wire. */
  public static Amount amount(long minor, String currency) {
    return Amount.builder().currency(currency).value(Long.toString(minor)).build();
  }

  /** The SDK's own client, but that it sees to the headers without which nothing is verified. */
  private static final class Watched extends DefaultAlipayClient {

    private final AtomicInteger verified = new AtomicInteger();

    Watched(String gateway, String privateKey, String platformPublicKey, String clientId) {
      super(gateway, privateKey, platformPublicKey, clientId);
    }

    @Override
    public HttpRpcResult sendRequest(
        String url, String method, Map<String, String> headers, String body)
        throws AlipayApiException {
      HttpRpcResult result = super.sendRequest(url, method, headers, body);
      if (isBlank(result.getRspSign()) || isBlank(result.getResponseTime())) {
        throw new AssertionError(
            "An answer without signature or response-time, which the SDK lets pass unverified: "
                + result.getRspBody());
      }
      return result;
    }

    @Override
    public <T extends AlipayResponse> T execute(AlipayRequest<T> request)
        throws AlipayApiException {
      T answer = super.execute(request);
      verified.incrementAndGet();
      return answer;
    }

    private static boolean isBlank(@Nullable String text) {
      return text == null || text.isBlank();
    }
  }
}
