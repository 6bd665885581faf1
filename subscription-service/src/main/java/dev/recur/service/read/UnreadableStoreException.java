package dev.recur.service.read;

/**
 * The local store holds what was not written there: its disk is damaged, or somebody else wrote. It
 * is a copy, so whoever meets it ends, and says what to do.
 */
final class UnreadableStoreException extends IllegalStateException {

  /**
   * An exception for one entry.
   *
   * @param what what cannot be read; without what stands in it, since that is told to operators
   */
  UnreadableStoreException(String what) {
    super(
        "The local store holds what was not written there: delete the directory read-side below"
            + " recur.kafka.state-dir, and it is made anew from Kafka ("
            + what
            + ").");
  }
}
