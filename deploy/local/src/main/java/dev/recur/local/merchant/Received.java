package dev.recur.local.merchant;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * One webhook as it was received.
 *
 * @param receivedAt real time
 * @param path with the query, as it stood in the request line
 * @param headers name in lower case to value
 * @param body the exact text
 * @param answering how it was answered; anything but ACKNOWLEDGED only where the URL asked for it
 */
record Received(
    Instant receivedAt,
    String path,
    Map<String, String> headers,
    String body,
    Answering answering) {

  Received {
    headers = new TreeMap<>(headers);
  }
}
