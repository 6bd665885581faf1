package dev.recur.schemas.serde;

import java.io.EOFException;
import java.io.IOException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Whose fault it is when a serializer throws: the record's or the registry's. Ours say so by their
 * types; of others, Confluent's first of all, it is seen in the causes. Where that does not tell,
 * the process stops: a stopped process loses nothing, a wrong dead letter is a lost charge.
 */
final class SerdeFailure {

  /** How deep causes are followed. */
  private static final int CAUSES_MAX = 16;

  private SerdeFailure() {}

  /** What {@link RecordCodec#decode} throws for what its deserializer threw. */
  static RuntimeException ofDecoding(String topic, RuntimeException thrown) {
    if (isOurs(thrown)) {
      return thrown;
    }
    if (isInfrastructure(thrown)) {
      return unavailable("read", topic, thrown);
    }
    return new UndecodableRecordException(
        "The record is no value of %s (%s): find the program that wrote it."
            .formatted(topic, Brief.ofRoot(thrown)),
        thrown);
  }

  /** What {@link RecordCodec#encode} throws for what its serializer threw. */
  static RuntimeException ofEncoding(String topic, RuntimeException thrown) {
    if (isOurs(thrown)) {
      return thrown;
    }
    if (isInfrastructure(thrown) || registryCode(thrown) != null) {
      return unavailable("write", topic, thrown);
    }
    return new UnencodableRecordException(
        "The value does not fit the schema of %s: %s".formatted(topic, Brief.ofRoot(thrown)),
        thrown);
  }

  private static RegistryUnavailableException unavailable(
      String what, String topic, RuntimeException thrown) {
    return new RegistryUnavailableException(
        "The schema registry did not give what is needed to %s %s: %s"
            .formatted(what, topic, Brief.ofRoot(thrown)),
        thrown);
  }

  private static boolean isOurs(RuntimeException thrown) {
    return thrown instanceof RegistryUnavailableException
        || thrown instanceof UndecodableRecordException
        || thrown instanceof UnencodableRecordException
        || thrown instanceof InterruptException;
  }

  private static boolean isInfrastructure(RuntimeException thrown) {
    if (thrown instanceof KafkaException && !(thrown instanceof SerializationException)) {
      // Confluent's for authentication, authorization, timeouts and refused requests.
      return true;
    }
    Integer code = registryCode(thrown);
    if (code != null) {
      return code != RegistryRefusedException.SCHEMA_NOT_FOUND;
    }
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++, cause = cause.getCause()) {
      if (cause instanceof IOException) {
        // Avro's decoder reports bytes that end too soon, or numbers too long, as IOExceptions.
        return !(cause instanceof EOFException)
            && !cause.getClass().getName().startsWith("org.apache.avro.");
      }
    }
    return false;
  }

  /**
   * The registry's code where Confluent's client reports one, or null. Its exception is known only
   * by name, and its code only from the message, because its classes need not be there.
   */
  private static @Nullable Integer registryCode(Throwable thrown) {
    @Nullable Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++, cause = cause.getCause()) {
      if (cause.getClass().getSimpleName().equals("RestClientException")) {
        String message = String.valueOf(cause.getMessage());
        String digits = message.substring(message.lastIndexOf(' ') + 1);
        return digits.matches("\\d{1,9}") ? Integer.valueOf(digits) : Integer.valueOf(0);
      }
    }
    return null;
  }
}
