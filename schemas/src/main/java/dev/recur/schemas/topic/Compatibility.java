package dev.recur.schemas.topic;

/** What a new version of a topic's schema owes the versions before it. */
public enum Compatibility {
  /** Reads, and is read by, every version before it: the topic can be replayed from its start. */
  FULL_TRANSITIVE,
  /** Reads, and is read by, the version before it: enough where records are soon gone. */
  FULL
}
