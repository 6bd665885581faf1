package dev.recur.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** A value does not fit its own schema, for example a field without default is null: a bug. */
public final class UnencodableRecordException extends SerializationException {

  public UnencodableRecordException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
