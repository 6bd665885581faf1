package dev.recur.service.read;

import dev.recur.schemas.store.LocalStore;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Views as the {@link LocalStore} keeps them: JSON. */
final class ViewCodec {

  private final JsonMapper json;

  ViewCodec(JsonMapper json) {
    this.json = json;
  }

  byte[] encode(Object view) {
    try {
      return json.writeValueAsBytes(view);
    } catch (IOException e) {
      throw new UncheckedIOException("A view cannot be written as JSON.", e);
    }
  }

  /** The view, or null where there are no bytes. */
  <T> @Nullable T decode(byte @Nullable [] bytes, Class<T> type) {
    if (bytes == null) {
      return null;
    }
    try {
      return json.readValue(bytes, type);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The local store holds what this version did not write: delete it, and it is made anew"
              + " from Kafka.",
          e);
    }
  }
}
