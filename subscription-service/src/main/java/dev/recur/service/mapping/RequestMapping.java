package dev.recur.service.mapping;

import dev.recur.schemas.avro.CancelSubscription;
import dev.recur.schemas.avro.CancellationType;
import dev.recur.schemas.avro.ChangeMode;
import dev.recur.schemas.avro.ChangeSubscription;
import dev.recur.schemas.avro.CollectionMode;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.FirstBilling;
import dev.recur.schemas.avro.ProrationMode;
import dev.recur.schemas.avro.RefundPayment;
import dev.recur.schemas.avro.SubscriptionOrigin;
import dev.recur.schemas.avro.UpdateSubscription;
import dev.recur.service.command.Command;
import dev.recur.service.terms.Billing;
import dev.recur.service.terms.ChangeTerms;
import dev.recur.service.terms.CreateTerms;
import dev.recur.service.terms.RefundTerms;
import dev.recur.service.terms.UpdateTerms;
import org.jspecify.annotations.Nullable;

/** What merchants ask for, as commands carry it. */
final class RequestMapping {

  private RequestMapping() {}

  static CreateSubscription of(CreateTerms terms) {
    Billing billing = terms.billing();
    return CreateSubscription.newBuilder()
        .setSubscriptionRequestId(terms.subscriptionRequestId())
        .setDescription(terms.description())
        .setRedirectUrl(terms.redirectUrl())
        .setStartTime(terms.startTime())
        .setZone(terms.zone())
        .setEndTime(terms.endTime())
        .setPeriodRule(TermsMapping.of(terms.periodRule()))
        .setExpiryTime(terms.expiryTime())
        .setPaymentMethod(TermsMapping.of(terms.paymentMethod()))
        .setSubscriptionNotificationUrl(terms.subscriptionNotificationUrl())
        .setPaymentNotificationUrl(terms.paymentNotificationUrl())
        .setPaymentAmount(TermsMapping.of(terms.paymentAmount()))
        .setTrials(TermsMapping.avroTrials(terms.trials()))
        .setOrderAmount(TermsMapping.of(terms.orderAmount()))
        .setSettlementCurrency(terms.settlementCurrency())
        .setSandbox(terms.sandbox())
        .setTestClockId(terms.testClockId())
        .setPolicies(TermsMapping.of(terms.policies()))
        .setCollection(
            switch (billing.collection()) {
              case MANAGED -> CollectionMode.MANAGED;
              case SELF_MANAGED -> CollectionMode.SELF_MANAGED;
            })
        .setFirstBilling(of(billing.firstBilling()))
        .setCycleCount(billing.cycleCount())
        .setMethodProfile(TermsMapping.of(terms.methodProfile()))
        .setOrigin(
            switch (terms.offering().call()) {
              case CREATE -> SubscriptionOrigin.CREATE;
              case PAY -> SubscriptionOrigin.PAY;
            })
        .setMethodChoices(terms.offering().methodChoices())
        .setAuthorised(terms.offering().authorised())
        .setNotifiesBuyer(terms.offering().notifiesBuyer())
        .build();
  }

  static CancelSubscription of(Command.Cancellation cancellation) {
    return new CancelSubscription(
        switch (cancellation) {
          case CANCEL -> CancellationType.CANCEL;
          case TERMINATE -> CancellationType.TERMINATE;
        });
  }

  static UpdateSubscription of(UpdateTerms terms) {
    UpdateTerms.Proration proration = terms.proration();
    return UpdateSubscription.newBuilder()
        .setRequestId(terms.requestId())
        .setDescription(terms.description())
        .setPaymentAmount(TermsMapping.of(terms.paymentAmount()))
        .setPeriodRule(TermsMapping.optional(terms.periodRule()))
        .setEndTime(terms.endTime())
        .setOrderAmount(TermsMapping.of(terms.orderAmount()))
        .setProrationMode(proration == null ? null : of(proration.mode()))
        .setCustomAmount(proration == null ? null : TermsMapping.of(proration.amount()))
        .setNextPeriodStart(terms.nextPeriodStart())
        .setChangeMode(
            switch (terms.changeMode()) {
              case IMMEDIATE -> ChangeMode.IMMEDIATE;
              case NEXT_PERIOD -> ChangeMode.NEXT_PERIOD;
            })
        .build();
  }

  static RefundPayment of(RefundTerms terms) {
    return RefundPayment.newBuilder()
        .setRefundRequestId(terms.requestId())
        .setPaymentId(terms.paymentId())
        .setAmount(TermsMapping.of(terms.amount()))
        .setNotificationUrl(terms.notificationUrl())
        .setReason(terms.reason())
        .build();
  }

  static ChangeSubscription of(ChangeTerms terms) {
    return ChangeSubscription.newBuilder()
        .setRequestId(terms.requestId())
        .setDescription(terms.description())
        .setStartTime(terms.startTime())
        .setEndTime(terms.endTime())
        .setPeriodRule(TermsMapping.optional(terms.periodRule()))
        .setOrderAmount(TermsMapping.of(terms.orderAmount()))
        .setPaymentAmount(TermsMapping.of(terms.paymentAmount()))
        .setInitialAmount(TermsMapping.of(terms.initialAmount()))
        .build();
  }

  private static @Nullable FirstBilling of(Billing.@Nullable FirstBilling firstBilling) {
    return switch (firstBilling) {
      case SIGN_AND_BILL -> FirstBilling.SIGN_AND_BILL;
      case SIGN_ONLY -> FirstBilling.SIGN_ONLY;
      case null -> null;
    };
  }

  private static ProrationMode of(UpdateTerms.Proration.Mode mode) {
    return switch (mode) {
      case IMMEDIATE_PAY_CUSTOM_AMOUNT -> ProrationMode.IMMEDIATE_PAY_CUSTOM_AMOUNT;
      case IMMEDIATE_REFUND_CUSTOM_AMOUNT -> ProrationMode.IMMEDIATE_REFUND_CUSTOM_AMOUNT;
    };
  }
}
