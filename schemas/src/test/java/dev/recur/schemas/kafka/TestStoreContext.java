package dev.recur.schemas.kafka;

import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;

/** What a store is initialized with, outside of a topology. */
final class TestStoreContext {

  private TestStoreContext() {}

  /** One whose task keeps its files there. */
  static StateStoreContext in(Path directory) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    return new MockProcessorContext<>(properties, new TaskId(0, 0), directory.toFile())
        .getStateStoreContext();
  }
}
