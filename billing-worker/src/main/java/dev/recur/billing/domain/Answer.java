package dev.recur.billing.domain;

import java.util.Optional;

/**
 * The answer to a command.
 *
 * @param status S and F are final
 * @param code result code of the wire contract (contract A12)
 * @param message one sentence that says what to do
 */
public record Answer(Status status, String code, String message) {
  static final Answer SUCCESS = new Answer(Status.SUCCEEDED, "SUCCESS", "success.");

  /** Whether a command was accepted. */
  public enum Status {
    /** It was. */
    SUCCEEDED,
    /** It was refused. */
    FAILED,
    /** Not known yet: the same request is to be sent again. */
    UNKNOWN
  }

  /** True when the command was accepted. */
  public boolean succeeded() {
    return status == Status.SUCCEEDED;
  }

  static Answer refused(String code, String message) {
    return new Answer(Status.FAILED, code, message);
  }

  /** The same request is to be sent again later. */
  static Answer again(String code, String message) {
    return new Answer(Status.UNKNOWN, code, message);
  }

  /** Something in the request cannot be. */
  static Answer paramIllegal(String message) {
    return refused("PARAM_ILLEGAL", message);
  }

  /** The request can be, but not in this state; repeating it changes nothing. */
  static Answer processFail(String message) {
    return refused("PROCESS_FAIL", message);
  }

  /** The same as an objection that somebody may have. */
  static Optional<Answer> no(String why) {
    return Optional.of(processFail(why));
  }

  /** A charge is being processed (Antom, update): the same request can succeed later. */
  static Answer duringPayment() {
    return refused(
        "UPDATE_FORBIDDEN_DURING_PAYMENT",
        "A charge of this subscription is being processed: send the same request again later.");
  }

  static Answer inconsistent(String field) {
    return refused(
        "REPEAT_REQ_INCONSISTENT",
        "This " + field + " was used before with other content: use a new id for a new request.");
  }

  static Answer subscriptionNotExist() {
    return refused(
        "SUBSCRIPTION_NOT_EXIST", "There is no such subscription of this client: check the id.");
  }
}
