package dev.recur.service.admin;

/** What an operator asked for does not go with what is there already. */
final class ConflictException extends RuntimeException {

  ConflictException(String message) {
    super(message, null, false, false);
  }
}
