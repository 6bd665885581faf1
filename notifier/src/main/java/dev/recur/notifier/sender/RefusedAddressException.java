package dev.recur.notifier.sender;

import java.io.IOException;

/** The address a URL leads to may not be connected to. */
final class RefusedAddressException extends IOException {
  RefusedAddressException(String message) {
    super(message);
  }
}
