package dev.recur.notifier.streams;

/**
 * A store holds what no release wrote: its disk is damaged, or somebody else wrote there. The store
 * in Kafka, of which it is a copy, is most likely as it was.
 */
public final class UnreadableStateException extends IllegalStateException {

  /**
   * An exception for one entry.
   *
   * @param what what cannot be read, in words, since the innermost of several exceptions is what an
   *     operator is shown
   */
  public UnreadableStateException(String what) {
    super(
        "A store holds what was not written there: delete this process's directory below"
            + " recur.kafka.state-dir, and it is made anew from Kafka ("
            + what
            + ").");
  }
}
