package dev.recur.local.stack;

/** The stack cannot do what it was asked to. The message is one line that says what to do. */
public final class StackException extends RuntimeException {
  StackException(String message) {
    super(message);
  }

  StackException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
