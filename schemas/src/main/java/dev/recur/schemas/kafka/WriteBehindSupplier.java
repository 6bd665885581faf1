package dev.recur.schemas.kafka;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Gives write-behind stores: named, and measured, as those beneath.
 *
 * @param inner gives the stores beneath
 * @param bound the process's
 */
record WriteBehindSupplier(KeyValueBytesStoreSupplier inner, WriteBehindStore.Bound bound)
    implements KeyValueBytesStoreSupplier {

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public KeyValueStore<Bytes, byte[]> get() {
    return new WriteBehindStore(inner.get(), bound);
  }

  @Override
  public String metricsScope() {
    return inner.metricsScope();
  }
}
