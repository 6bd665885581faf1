package dev.recur.systemtests.capability;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.global.api.model.Result;
import com.alipay.global.api.model.ResultStatusType;
import com.alipay.global.api.request.AlipayRequest;
import com.alipay.global.api.request.ams.pay.AlipayRefundRequest;
import com.alipay.global.api.request.ams.subscription.AlipaySubscriptionCancelRequest;
import com.alipay.global.api.request.ams.subscription.AlipaySubscriptionChangeRequest;
import com.alipay.global.api.response.AlipayResponse;
import dev.recur.systemtests.expect.Diary;
import dev.recur.systemtests.expect.Expectation;
import dev.recur.systemtests.expect.PublishedIds;
import dev.recur.systemtests.merchant.Buyer;
import dev.recur.systemtests.merchant.Call;
import dev.recur.systemtests.merchant.CreateOnTestClock;
import dev.recur.systemtests.merchant.OfficialSdk;
import dev.recur.systemtests.merchant.Witness;
import dev.recur.systemtests.stack.Stack;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One subscription on a test clock, whose merchant uses the official SDK. */
final class Life {

  private final Stack stack;
  private final OfficialSdk shop;
  private final String clock;
  private final Witness witness;

  private Life(Stack stack, OfficialSdk shop, String clock, Diary.Birth birth) {
    this.stack = stack;
    this.shop = shop;
    this.clock = clock;
    this.witness = new Witness(stack, shop, birth);
  }

  /** Asks for a subscription on a clock of its own; the buyer agrees. */
  static Life begin(Stack stack, OfficialSdk shop, Plan plan) throws IOException {
    String clock = stack.admin().createClock(plan.agreedAt());
    CreateOnTestClock request = request(shop, plan, clock);
    var created = shop.executeUntilFinal(request);
    assertThat(created.getResult().getResultStatus())
        .as(OfficialSdk.words(created.getResult()))
        .isEqualTo(ResultStatusType.S);
    Buyer.approve(created.getNormalUrl());
    return new Life(
        stack,
        shop,
        clock,
        new Diary.Birth(
            PublishedIds.subscription(shop.clientId(), plan.offer().requestId()),
            plan.offer().requestId(),
            Expectation.wire(plan.offer().start()),
            request.getSubscriptionDescription(),
            plan.methodId()));
  }

  /** The request that {@link #begin} makes. */
  static CreateOnTestClock request(OfficialSdk shop, Plan plan, String clock) {
    CreateOnTestClock request = shop.createRequest(plan.offer(), clock);
    request.getPaymentMethod().setPaymentMethodId(plan.methodId());
    plan.more().accept(request);
    return request;
  }

  /** The subscription that a change has put in this one's place. */
  Life successor(String changeRequestId, String start, String description) {
    return new Life(
        stack,
        shop,
        clock,
        new Diary.Birth(
            PublishedIds.changed(shop.clientId(), changeRequestId),
            changeRequestId,
            start,
            description,
            witness.birth().tokenId()));
  }

  /** The subscription's id. */
  String id() {
    return witness.birth().subscriptionId();
  }

  /** The clock it lives on. */
  String clock() {
    return clock;
  }

  /** The id of a period's payment. */
  String payment(int period) {
    return PublishedIds.paymentOfPeriod(id(), period);
  }

  /** Sends the clock on, through all that is due. */
  void until(String to) {
    stack.admin().advance(clock, OffsetDateTime.parse(to));
  }

  /** Sends the clock on in one leap. */
  void outageUntil(String to) {
    stack.admin().outage(clock, OffsetDateTime.parse(to));
  }

  Call update(String requestId, Map<String, ?> fields) {
    return Call.update(id(), witness.knows(requestId), fields);
  }

  Call pause(String requestId, Map<String, ?> fields) {
    return Call.pause(id(), requestId, fields);
  }

  Call resume(String requestId) {
    return Call.resume(id(), requestId);
  }

  Call replaceMethod(String requestId, String paymentMethodId) {
    return Call.replaceMethod(id(), requestId, paymentMethodId);
  }

  Call charge(String requestId, Map<String, ?> fields) {
    return Call.charge(id(), witness.knows(requestId), fields);
  }

  AlipayRefundRequest refund(String requestId, String paymentId, long minor, String currency) {
    AlipayRefundRequest request = new AlipayRefundRequest();
    request.setRefundRequestId(witness.knows(requestId));
    request.setPaymentId(paymentId);
    request.setRefundAmount(OfficialSdk.amount(minor, currency));
    request.setRefundNotifyUrl(shop.webhookUrl("refund"));
    return request;
  }

  AlipaySubscriptionChangeRequest change(
      String requestId, Consumer<AlipaySubscriptionChangeRequest> fields) {
    AlipaySubscriptionChangeRequest request = new AlipaySubscriptionChangeRequest();
    request.setSubscriptionId(id());
    request.setSubscriptionChangeRequestId(requestId);
    fields.accept(request);
    return request;
  }

  AlipaySubscriptionCancelRequest cancel(String cancellationType) {
    AlipaySubscriptionCancelRequest request = new AlipaySubscriptionCancelRequest();
    request.setSubscriptionId(id());
    request.setCancellationType(cancellationType);
    return request;
  }

  /** Executes a request, again while the answer is not final; it has to be accepted. */
  <T extends AlipayResponse> T accepted(AlipayRequest<T> request) {
    T answer = shop.executeUntilFinal(request);
    assertThat(answer.getResult().getResultCode())
        .as(OfficialSdk.words(answer.getResult()))
        .isEqualTo("SUCCESS");
    return answer;
  }

  /** Executes a request that has to be refused with a code, for good and in a sentence. */
  void refused(String code, AlipayRequest<?> request) {
    answered(ResultStatusType.F, code, shop.executeUntilFinal(request).getResult());
  }

  /** Executes a request once; the answer has to be that it is not known yet. */
  void undecided(String code, AlipayRequest<?> request) throws Exception {
    answered(ResultStatusType.U, code, shop.execute(request).getResult());
  }

  private static void answered(ResultStatusType status, String code, Result result) {
    String words = OfficialSdk.words(result);
    assertThat(result.getResultStatus()).as(words).isEqualTo(status);
    assertThat(result.getResultCode()).as(words).isEqualTo(code);
    assertThat(result.getResultMessage()).as(words).hasSizeBetween(15, 256).endsWith(".");
  }

  /** See {@link Witness#inquired}. */
  Map<String, Object> inquired() {
    return witness.inquired();
  }

  /** See {@link Witness#is}. */
  void is(String statuses) {
    witness.is(statuses);
  }

  /** See {@link Witness#bank}. */
  void bank(String lines) throws IOException {
    witness.bank(lines);
  }

  /** See {@link Witness#tells}. */
  void tells(String lines) {
    witness.tells(lines);
  }

  /** See {@link Witness#tells}. */
  void tells(Consumer<List<String>> asExpected) {
    witness.tells(asExpected);
  }

  /** See {@link Witness#hasToldNothingElse}. */
  void hasToldNothingElse() throws IOException {
    witness.hasToldNothingElse();
  }
}
