package dev.recur.billing.domain;

/**
 * The answer to a command. Final either way.
 *
 * @param succeeded whether the command was accepted
 * @param code result code of the wire contract (contract A12)
 * @param message one sentence that says what to do
 */
public record Answer(boolean succeeded, String code, String message) {
  static final Answer SUCCESS = new Answer(true, "SUCCESS", "success.");

  static Answer refused(String code, String message) {
    return new Answer(false, code, message);
  }

  /** Something in the request cannot be. */
  static Answer paramIllegal(String message) {
    return refused("PARAM_ILLEGAL", message);
  }

  /** The request can be, but not in this state; repeating it changes nothing. */
  static Answer processFail(String message) {
    return refused("PROCESS_FAIL", message);
  }

  static Answer subscriptionNotExist() {
    return refused(
        "SUBSCRIPTION_NOT_EXIST", "There is no such subscription of this client: check the id.");
  }
}
