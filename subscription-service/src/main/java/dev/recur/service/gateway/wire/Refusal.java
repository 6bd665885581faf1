package dev.recur.service.gateway.wire;

/** A request that is not done, with the result its sender gets. Thrown only inside the gateway. */
public final class Refusal extends RuntimeException {

  private final transient Result result;

  /**
   * A refusal.
   *
   * @param message one sentence that says what to do
   */
  public Refusal(ResultCode code, String message) {
    super(message, null, false, false);
    this.result = Result.of(code, message);
  }

  /** What the sender gets. */
  public Result result() {
    return result;
  }
}
