package dev.recur.schemas.serde;

import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** The schema registry did not do what was asked. */
public abstract sealed class RegistryException extends KafkaException
    permits RegistryRefusedException, RegistryUnavailableException {

  RegistryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
