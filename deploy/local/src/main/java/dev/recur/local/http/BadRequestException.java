package dev.recur.local.http;

/** A request that cannot be answered as asked; the server turns it into an answer. */
public final class BadRequestException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * A refusal.
   *
   * @param status HTTP status, 4xx
   * @param message what is wrong, for who asked
   */
  public BadRequestException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** HTTP status of the answer. */
  public int status() {
    return status;
  }
}
