package dev.recur.notifier.queue;

/**
 * Whose turn it is among the deliveries of one subscription to one endpoint. First attempts are
 * made in sequence, each after the answer to the one before; retries do not take part.
 *
 * @param acceptedThrough sequence of the last delivery that was accepted; 0 for none
 * @param first sequence of the delivery whose first attempt is due or in the air; 0 for none
 */
public record Turn(long acceptedThrough, long first) {

  /** Before the first delivery. */
  public static final Turn NONE = new Turn(0, 0);

  /** True when nobody's first attempt is due or in the air. */
  public boolean isFree() {
    return first == 0;
  }

  /** The turn after a change. */
  public Turn after(Change change) {
    return switch (change) {
      case Change.Accepted(long sequence, var dueAt) ->
          new Turn(sequence, dueAt.isPresent() ? sequence : first);
      case Change.TurnGiven(long sequence, _) -> new Turn(acceptedThrough, sequence);
      case Change.RetryDue(long sequence, _, _) -> leaving(sequence);
      case Change.Acknowledged(long sequence, _) -> leaving(sequence);
      case Change.Exhausted(long sequence, _) -> leaving(sequence);
    };
  }

  private Turn leaving(long sequence) {
    return sequence == first ? new Turn(acceptedThrough, 0) : this;
  }
}
