package dev.recur.service.gateway.wire;

/** The result codes that the edge itself gives; others come from the worker that decides. */
public enum ResultCode {
  SUCCESS(Status.S),
  PARAM_ILLEGAL(Status.F),
  INVALID_SIGNATURE(Status.F),
  UNKNOWN_CLIENT(Status.F),
  KEY_NOT_FOUND(Status.F),
  ACCESS_DENIED(Status.F),
  NO_INTERFACE_DEF(Status.F),
  METHOD_NOT_SUPPORTED(Status.F),
  MEDIA_TYPE_NOT_ACCEPTABLE(Status.F),
  SUBSCRIPTION_NOT_EXIST(Status.F),
  ORDER_NOT_EXIST(Status.F),
  REPEAT_REQ_INCONSISTENT(Status.F),
  PROCESS_FAIL(Status.F),
  PAYMENT_IN_PROCESS(Status.U),
  REFUND_IN_PROCESS(Status.U),
  REQUEST_TRAFFIC_EXCEED_LIMIT(Status.U),
  UNKNOWN_EXCEPTION(Status.U);

  /** S and F are final; after U the same request is to be repeated, or inquired about. */
  public enum Status {
    S,
    F,
    U
  }

  private final Status status;

  ResultCode(Status status) {
    this.status = status;
  }

  /** The status that goes with the code. */
  public Status status() {
    return status;
  }
}
