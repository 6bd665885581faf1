package dev.recur.benchmark.receiver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;

/**
 * A POST as it lies in a buffer. Reads no more of HTTP/1.1 than the notifier writes: a head, and a
 * body whose length is said.
 *
 * @param head request line and headers, with the line feeds
 * @param bodyStart where the body begins in the buffer
 * @param end where the request ends in the buffer
 */
record HookRequest(String head, int bodyStart, int end) {

  private static final String LENGTH = "content-length";

  /**
   * The first request in a buffer; empty while it is not whole.
   *
   * @param start where it begins
   * @param limit where what was read ends
   * @throws IllegalArgumentException when it has no content-length
   */
  static Optional<HookRequest> first(byte[] bytes, int start, int limit) {
    int bodyStart = endOfHead(bytes, start, limit);
    if (bodyStart < 0) {
      return Optional.empty();
    }
    String head = new String(bytes, start, bodyStart - start, ISO_8859_1);
    String length =
        header(head, LENGTH)
            .orElseThrow(() -> new IllegalArgumentException("Without content-length: " + head));
    int end = bodyStart + Integer.parseInt(length);
    return end > limit ? Optional.empty() : Optional.of(new HookRequest(head, bodyStart, end));
  }

  private static int endOfHead(byte[] bytes, int start, int limit) {
    for (int i = start + 3; i < limit; i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  /** A header's value; the name in lower case. */
  Optional<String> header(String name) {
    return header(head, name);
  }

  private static Optional<String> header(String head, String name) {
    int line = head.indexOf("\r\n") + 2;
    while (line < head.length()) {
      int end = head.indexOf("\r\n", line);
      if (head.regionMatches(true, line, name, 0, name.length())
          && head.charAt(line + name.length()) == ':') {
        return Optional.of(head.substring(line + name.length() + 1, end).strip());
      }
      line = end + 2;
    }
    return Optional.empty();
  }
}
