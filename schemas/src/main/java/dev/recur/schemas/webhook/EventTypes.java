package dev.recur.schemas.webhook;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The catalogue of what an endpoint can be told: a name, a dot, and what of it. An endpoint that
 * lists nothing is told everything; a listed name without the dot stands for all of its own.
 * E-mails to buyers have types of their own ({@link dev.recur.schemas.buyer.BuyerNotice}), which no
 * endpoint is told.
 */
public final class EventTypes {

  /** A subscription came to be, or did not. */
  public static final String SUBSCRIPTION_CREATE = "notifySubscription.CREATE";

  /** The same of a subscription that takes another one's place. */
  public static final String SUBSCRIPTION_CHANGE = "notifySubscription.CHANGE";

  /** Terms, standing or method are others. */
  public static final String SUBSCRIPTION_UPDATE = "notifySubscription.UPDATE";

  /** Renewal is off. */
  public static final String SUBSCRIPTION_CANCEL = "notifySubscription.CANCEL";

  /** It is over. */
  public static final String SUBSCRIPTION_TERMINATE = "notifySubscription.TERMINATE";

  /** A payment succeeded. */
  public static final String PAYMENT_SUCCESS = "notifyPayment.SUCCESS";

  /** A payment failed for good. */
  public static final String PAYMENT_FAIL = "notifyPayment.FAIL";

  /** A refund succeeded. */
  public static final String REFUND_SUCCESS = "notifyRefund.SUCCESS";

  /** A refund failed. */
  public static final String REFUND_FAIL = "notifyRefund.FAIL";

  /** Another of the merchant's endpoints, or a URL, has acknowledged nothing for a day. */
  public static final String ENDPOINT_FAILING = "endpoint.failing";

  /** Another one's deliveries are held from now on. */
  public static final String ENDPOINT_DISABLED = "endpoint.disabled";

  /** Another one that was failing acknowledges again. */
  public static final String ENDPOINT_RECOVERED = "endpoint.recovered";

  /** A delivery to another one was not acknowledged by its last attempt. */
  public static final String DELIVERY_EXHAUSTED = "delivery.exhausted";

  private static final List<String> OPERATIONAL =
      List.of(ENDPOINT_FAILING, ENDPOINT_DISABLED, ENDPOINT_RECOVERED, DELIVERY_EXHAUSTED);

  private static final List<String> ALL =
      List.of(
          SUBSCRIPTION_CREATE,
          SUBSCRIPTION_CHANGE,
          SUBSCRIPTION_UPDATE,
          SUBSCRIPTION_CANCEL,
          SUBSCRIPTION_TERMINATE,
          PAYMENT_SUCCESS,
          PAYMENT_FAIL,
          REFUND_SUCCESS,
          REFUND_FAIL,
          ENDPOINT_FAILING,
          ENDPOINT_DISABLED,
          ENDPOINT_RECOVERED,
          DELIVERY_EXHAUSTED);

  private static final Set<String> NAMES =
      ALL.stream().map(EventTypes::name).collect(Collectors.toUnmodifiableSet());

  private EventTypes() {}

  /** Every type. */
  public static List<String> all() {
    return ALL;
  }

  /** True when an endpoint may list this: a type, or the name of several. */
  public static boolean isKnown(String listed) {
    return ALL.contains(listed) || NAMES.contains(listed);
  }

  /** True when a type tells of deliveries themselves, and not of a subscription. */
  public static boolean isOperational(String type) {
    return OPERATIONAL.contains(type);
  }

  /**
   * True when whoever lists these is told of this type.
   *
   * @param listed types and names; empty: all
   */
  public static boolean matches(List<String> listed, String type) {
    return listed.isEmpty() || listed.contains(type) || listed.contains(name(type));
  }

  private static String name(String type) {
    int dot = type.indexOf('.');
    return dot < 0 ? type : type.substring(0, dot);
  }
}
