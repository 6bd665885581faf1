package dev.recur.schemas.serde;

import org.jspecify.annotations.Nullable;

/**
 * The registry gives no usable answer: it is not reached, fails, does not let us in, or does not
 * hold what a deployment must have put there. No record is at fault, so none may become a dead
 * letter: the process stops, and its supervisor starts it again.
 */
public final class RegistryUnavailableException extends RegistryException {

  public RegistryUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
