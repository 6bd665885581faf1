package dev.recur.notifier.streams;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/** Processors that are made whole, once their task and its stores are there. */
public final class InTask {

  private InTask() {}

  /** Where the record lies that a processor of topics takes. */
  public static RecordMetadata place(ProcessorContext<?, ?> context) {
    return context
        .recordMetadata()
        .orElseThrow(() -> new IllegalStateException("Every record here is a topic's."));
  }

  /**
   * A supplier of processors with stores of their own.
   *
   * @param make makes the processor of one task
   */
  public static ProcessorSupplier<byte[], byte[], byte[], byte[]> supplier(
      List<StoreBuilder<?>> stores,
      Function<ProcessorContext<byte[], byte[]>, Processor<byte[], byte[], byte[], byte[]>> make) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], byte[], byte[], byte[]> get() {
        return new Deferred(make);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        // In an order, so that the topology is described the same every time.
        return new LinkedHashSet<>(stores);
      }
    };
  }

  private static final class Deferred implements Processor<byte[], byte[], byte[], byte[]> {
    private final Function<
            ProcessorContext<byte[], byte[]>, Processor<byte[], byte[], byte[], byte[]>>
        make;
    private @Nullable Processor<byte[], byte[], byte[], byte[]> made;

    Deferred(
        Function<ProcessorContext<byte[], byte[]>, Processor<byte[], byte[], byte[], byte[]>>
            make) {
      this.make = make;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
      made = make.apply(context);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      if (made == null) {
        throw new IllegalStateException("Streams calls init first.");
      }
      made.process(record);
    }

    @Override
    public void close() {
      if (made != null) {
        made.close();
      }
    }
  }
}
