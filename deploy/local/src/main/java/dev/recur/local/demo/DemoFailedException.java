package dev.recur.local.demo;

/** The demo cannot go on; the message says what was wrong. */
public final class DemoFailedException extends RuntimeException {

  DemoFailedException(String message) {
    super(message);
  }

  DemoFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
