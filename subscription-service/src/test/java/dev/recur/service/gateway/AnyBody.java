package dev.recur.service.gateway;

import dev.recur.schemas.fuzz.Mutator;
import java.util.List;

/** Bodies from which others are made: each field of each call is in one of them. */
public final class AnyBody {

  /** Something for every call. */
  public static final String OF_CALLS =
      """
      {"subscriptionId": "S0123456789abcdef0123456789abcdef01234567",
       "subscriptionRequestId": "order-4711",
       "subscriptionUpdateRequestId": "u", "subscriptionChangeRequestId": "c",
       "paymentRequestId": "p", "refundRequestId": "r", "cancellationType": "CANCEL",
       "subscriptionPauseRequestId": "a", "subscriptionResumeRequestId": "b",
       "paymentId": "S0123456789abcdef0123456789abcdef01234567P0123456789abcdef",
       "refundId": "S0123456789abcdef0123456789abcdef01234567P0123456789abcdef",
       "refundAmount": {"currency": "USD", "value": "1"}, "refundReason": "broken",
       "refundNotifyUrl": "https://club.example/hooks/refund",
       "paymentAmount": {"currency": "USD", "value": "1"},
       "paymentAmountDifference": {"currency": "USD", "value": "1"},
       "prorationSettings": {"prorationMode": "IMMEDIATE_PAY_CUSTOM_AMOUNT",
         "customAmount": {"currency": "USD", "value": "1"}},
       "periodRule": {"periodType": "DAY", "periodCount": 3}, "changeMode": "IMMEDIATE",
       "nextSubscriptionDate": "2026-04-10T00:00:02+08:00",
       "resumeTime": "2026-04-10T00:00:02+08:00",
       "startTimeFrom": "1970-01-01T00:00:00Z", "startTimeTo": "9999-12-31T23:59:59Z",
       "statuses": ["ACTIVE"], "paymentStatuses": ["FAIL"], "currentPage": 1, "pageSize": "5",
       "after": 1, "limit": 5, "buyer": {"email": "ann@example.com", "name": "Ann", "locale": "de"},
       "metadata": {"colour": "blue"},
       "paymentMethod": {"paymentMethodType": "CARD", "paymentMethodId": "tok"}}
      """;

  /** A create with everything that may be in it. */
  private static final String RICH_CREATE =
      CreateBodies.MONTHLY
          .strip()
          .replaceFirst(
              "\\{",
              """
              {"subscriptionEndTime": "2027-01-31T12:01:01+08:00",
               "subscriptionExpiryTime": "2026-01-31T12:31:01+08:00",
               "trials": [{"trialStartPeriod": 1, "trialEndPeriod": "2",
                 "trialAmount": {"currency": "USD", "value": "0"}}],
               "policies": {"retryDays": [1, 2], "graceDays": 3, "finalAct": "CANCEL",
                 "catchUp": "EACH", "trialNoticeDays": 3, "renewalNoticeDays": 7},
               "timeZone": "Asia/Manila", "cycleCount": 12, "collection": "MANAGED",
               "firstBilling": "SIGN_AND_BILL", "testClockId": "T1",
               "buyer": {"email": "ann@example.com", "name": "Ann", "locale": "de-CH"},
               "metadata": {"colour": "blue", "size": "12"},""");

  /** The bodies. */
  public static final List<String> ALL =
      List.of(CreateBodies.MONTHLY, RICH_CREATE, PaymentBodies.MONTHLY, OF_CALLS);

  private AnyBody() {}

  /** Makes others of them, with values that mean something in one field or another. */
  public static Mutator mutator() {
    return Mutator.json(
        "DAY",
        "WEEK",
        "YEAR",
        "IMMEDIATE",
        "NEXT_PERIOD",
        "TERMINATE",
        "ACTIVE",
        "SUCCESS",
        "GCASH",
        "CARD",
        "WAP",
        "SELF_MANAGED",
        "SIGN_ONLY",
        "HOLD",
        "IDR",
        "1970-01-01T00:00:00+18:00",
        "9999-12-31T23:59:59-18:00",
        "999999999999999999",
        "1000000000000000000");
  }
}
