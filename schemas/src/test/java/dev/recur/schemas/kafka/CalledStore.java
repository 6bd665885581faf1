package dev.recur.schemas.kafka;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** A store around another one that tells what is called. */
final class CalledStore {

  private CalledStore() {}

  /**
   * Does all that the other one does.
   *
   * @param calls is told the name of each method before it is called, and may throw in its place
   */
  @SuppressWarnings("unchecked")
  static KeyValueStore<Bytes, byte[]> around(
      KeyValueStore<Bytes, byte[]> store, Consumer<String> calls) {
    return (KeyValueStore<Bytes, byte[]>)
        Proxy.newProxyInstance(
            CalledStore.class.getClassLoader(),
            new Class<?>[] {KeyValueStore.class},
            (_, method, arguments) -> {
              calls.accept(method.getName());
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
