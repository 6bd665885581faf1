package dev.recur.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * These bytes are no value of their topic, or none that makes sense there, and never will be: the
 * record is a dead letter, and work goes on. The message is one sentence that says what is wrong
 * and what cures it.
 */
public final class UndecodableRecordException extends SerializationException {

  public UndecodableRecordException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
