package dev.recur.local.process;

/** A child process did not start, ended before it was ready, or was not ready in time. */
public final class ChildFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ChildFailedException(String message) {
    super(message);
  }

  ChildFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
