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

  /**
   * The view, or null where there are no bytes.
   *
   * @throws UnreadableStoreException when they are no view
   */
  <T> @Nullable T decode(byte @Nullable [] bytes, Class<T> type) {
    if (bytes == null) {
      return null;
    }
    T view = null;
    if (!hasExponent(bytes)) {
      try {
        view = json.readValue(bytes, type);
      } catch (IOException | RuntimeException e) {
        throw unreadable(bytes, type);
      }
    }
    if (view == null) {
      throw unreadable(bytes, type);
    }
    return view;
  }

  private static UnreadableStoreException unreadable(byte[] bytes, Class<?> type) {
    return new UnreadableStoreException(
        "%d bytes that are no %s".formatted(bytes.length, type.getSimpleName()));
  }

  /**
   * True where a number has an exponent. None is written here, and a time of a few such bytes takes
   * gigabytes to be read.
   */
  private static boolean hasExponent(byte[] bytes) {
    boolean isText = false;
    boolean isEscaped = false;
    byte before = 0;
    for (byte next : bytes) {
      if (isEscaped) {
        isEscaped = false;
      } else if (next == '\\') {
        isEscaped = true;
      } else if (next == '"') {
        isText = !isText;
      } else if (!isText && (next == 'e' || next == 'E') && before >= '0' && before <= '9') {
        return true;
      }
      // A character may have two bytes or four.
      before = next == 0 ? before : next;
    }
    return false;
  }
}
