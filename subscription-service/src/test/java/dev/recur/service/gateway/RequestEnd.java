package dev.recur.service.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a request ends, for a reader who takes only what RFC 9112 (6, 7.1) lets a sender write, and
 * knows nothing of the one that is tested.
 */
sealed interface RequestEnd {

  /** One way to read it. */
  record Told(int at) implements RequestEnd {}

  /** One reader may see it here, and another there. */
  record Several() implements RequestEnd {}

  /** Not in what was sent. */
  record NotSent() implements RequestEnd {}

  /** Something else about it is odd, or the body longer than anybody takes. */
  record Odd() implements RequestEnd {}

  /** Longest body that is taken. */
  int BODY_BYTES_MAX = 65_536;

  /** Of headers that are surely not too long. */
  int HEAD_CHARS_MAX = 4_000;

  Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):([ -~]*)");
  Pattern FRAMING =
      Pattern.compile(
          "(content-length|transfer-encoding)(?![!#$%&'*+.^_`|~0-9a-z-])",
          Pattern.CASE_INSENSITIVE);
  Pattern CHUNK = Pattern.compile("0*([0-9a-fA-F]{1,8})(?:;[a-z]+=[a-z]+)?\r\n");

  /** A size, and behind it what few senders write and not every reader takes. */
  Pattern CHUNK_AND_MORE = Pattern.compile("[ \t]*[0-9a-fA-F]+[ \t;][\t -~]*\r\n");

  /**
   * Reads it.
   *
   * @param minor version
   * @param rest of the headers, and whatever follows them
   */
  static RequestEnd of(char minor, String rest) {
    String lines = "\r\n" + rest;
    int head = lines.indexOf("\r\n\r\n");
    List<String> lengths = new ArrayList<>();
    List<String> encodings = new ArrayList<>();
    boolean isOdd = head > HEAD_CHARS_MAX;
    boolean isFraming = false;
    for (String line : lines.substring(0, head).split("\r\n", -1)) {
      boolean isFolded = line.startsWith(" ") || line.startsWith("\t");
      isFraming = isFolded ? isFraming : FRAMING.matcher(line).lookingAt();
      Matcher header = HEADER.matcher(line);
      if (isFraming && (isFolded || !header.matches())) {
        return new Several();
      }
      if (header.matches() && header.group(1).equalsIgnoreCase("content-length")) {
        lengths.add(header.group(2).strip());
      } else if (header.matches() && header.group(1).equalsIgnoreCase("transfer-encoding")) {
        encodings.add(header.group(2).strip());
      } else {
        isOdd |= !line.isEmpty() && !header.matches();
      }
    }
    int body = head + "\r\n".length();
    if (lengths.size() + encodings.size() > 1) {
      return new Several();
    }
    RequestEnd end =
        lengths.isEmpty()
            ? encodings.isEmpty()
                ? new Told(body)
                : chunked(minor, encodings.getFirst(), rest, body)
            : measured(lengths.getFirst(), rest, body);
    return isOdd && !(end instanceof Several) && !(end instanceof NotSent) ? new Odd() : end;
  }

  private static RequestEnd measured(String length, String rest, int body) {
    if (!length.matches("[0-9]+")) {
      return new Several();
    }
    if (length.length() > 9 || Integer.parseInt(length) > BODY_BYTES_MAX) {
      return new Odd();
    }
    int end = body + Integer.parseInt(length);
    return end > rest.length() ? new NotSent() : new Told(end);
  }

  private static RequestEnd chunked(char minor, String encoding, String rest, int body) {
    if (minor == '0' || !encoding.equalsIgnoreCase("chunked")) {
      return new Several();
    }
    int at = body;
    while (true) {
      Matcher chunk = CHUNK.matcher(rest).region(at, rest.length());
      if (!chunk.lookingAt()) {
        return CHUNK_AND_MORE.matcher(rest).region(at, rest.length()).lookingAt()
            ? new Odd()
            : new Several();
      }
      long size = Long.parseLong(chunk.group(1), 16);
      if (size == 0) {
        return rest.startsWith("\r\n", chunk.end())
            ? new Told(chunk.end() + "\r\n".length())
            : new Odd(); // There are trailers.
      }
      if (chunk.end() + size + "\r\n".length() > rest.length()) {
        return new NotSent();
      }
      at = chunk.end() + Math.toIntExact(size);
      if (!rest.startsWith("\r\n", at)) {
        return new Several();
      }
      at += "\r\n".length();
    }
  }
}
