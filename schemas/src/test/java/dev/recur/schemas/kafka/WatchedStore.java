package dev.recur.schemas.kafka;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** A store in memory that tells how it is read. */
public final class WatchedStore {

  private WatchedStore() {}

  /**
   * An empty store.
   *
   * @param ranges is told where each range that is read begins
   */
  @SuppressWarnings("unchecked")
  public static KeyValueStore<Bytes, byte[]> tellingRanges(Consumer<Bytes> ranges) {
    KeyValueStore<Bytes, byte[]> store = Stores.inMemoryKeyValueStore("watched").get();
    return (KeyValueStore<Bytes, byte[]>)
        Proxy.newProxyInstance(
            WatchedStore.class.getClassLoader(),
            new Class<?>[] {KeyValueStore.class},
            (_, method, arguments) -> {
              if (method.getName().equals("range")) {
                ranges.accept((Bytes) arguments[0]);
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
