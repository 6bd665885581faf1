package dev.recur.schemas.topic;

/** Whose clock a record's timestamp is taken from. */
public enum TimestampType {
  /** The producer's. */
  CREATE_TIME("CreateTime"),
  /** The broker's, at append: for topics that strangers write and whose time decides something. */
  LOG_APPEND_TIME("LogAppendTime");

  private final String configValue;

  TimestampType(String configValue) {
    this.configValue = configValue;
  }

  /** The value of Kafka's {@code message.timestamp.type}. */
  public String configValue() {
    return configValue;
  }
}
