package dev.recur.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** The registry holds a schema this client cannot use: not Avro, or with references to others. */
public final class UnsupportedSchemaException extends SerializationException {

  public UnsupportedSchemaException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
