package dev.recur.benchmark.receiver;

/**
 * One webhook that arrived.
 *
 * @param atMicros when its last byte was read, in microseconds since 1970
 * @param receiver which of the receivers it came to, from 0
 * @param deliveryId as the header {@code webhook-id} says
 */
public record Arrival(long atMicros, int receiver, String deliveryId) {

  private static final int PARTS = 3;

  /** On one line, as {@link #parse} reads it. */
  String line() {
    return atMicros + " " + receiver + " " + deliveryId;
  }

  /** What {@link #line} wrote. */
  static Arrival parse(String line) {
    String[] parts = line.split(" ", PARTS);
    if (parts.length != PARTS) {
      throw new IllegalArgumentException("No arrival: " + line);
    }
    return new Arrival(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), parts[2]);
  }
}
