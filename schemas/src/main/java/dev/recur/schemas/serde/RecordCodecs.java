package dev.recur.schemas.serde;

import dev.recur.schemas.topic.TopicSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Makes the codecs of one process. {@code value.serializer} and {@code value.deserializer} name the
 * classes that do the work; {@link AvroSerializer} and {@link AvroDeserializer} where nothing is
 * said, which then share one registry client.
 *
 * <p>Whatever the classes, they are told {@code specific.avro.reader=true}, the topic's class as
 * {@code specific.avro.value.type}, and {@code auto.register.schemas=false} unless the
 * configuration says otherwise.
 */
public final class RecordCodecs implements AutoCloseable {

  private final Map<String, Object> config;
  private final @Nullable RegistryClient registry;
  private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();

  private RecordCodecs(Map<String, Object> config, @Nullable RegistryClient registry) {
    this.config = config;
    this.registry = registry;
  }

  /**
   * Codecs after the given configuration.
   *
   * @param config {@code value.serializer}, {@code value.deserializer} and the settings of the
   *     classes they name (ours: {@link SerdeConfig}); keys of others are ignored
   * @throws ConfigException when a setting is missing, wrong or not supported
   */
  public static RecordCodecs from(Map<String, ?> config) {
    Map<String, Object> complete = new HashMap<>(config);
    complete.putIfAbsent(
        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, AvroSerializer.class.getName());
    complete.putIfAbsent(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, AvroDeserializer.class.getName());
    complete.putIfAbsent(SerdeConfig.AUTO_REGISTER, false);
    complete.put(SerdeConfig.SPECIFIC_READER, true);
    boolean ours =
        hasOurSerializer(complete)
            || AvroDeserializer.class
                .getName()
                .equals(name(complete, ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG));
    return new RecordCodecs(Map.copyOf(complete), ours ? RegistryClient.from(complete) : null);
  }

  /** The codec of one topic. Make it once and keep it: it remembers schemas. */
  public <V extends SpecificRecord> RecordCodec<V> of(TopicSpec<V> topic) {
    Map<String, Object> own = new HashMap<>(config);
    own.put(SerdeConfig.SPECIFIC_VALUE_TYPE, topic.valueType());
    return new RecordCodec<>(topic, serializer(own), deserializer(own));
  }

  /**
   * Asks the registry for the id that a topic's values are written under, so that whoever encodes
   * the first one does not wait for it. Another serializer than ours asks when it wants to.
   *
   * @throws RegistryUnavailableException when it is not to be had: stop the process
   */
  public void lookUp(TopicSpec<?> topic) {
    if (registry != null && hasOurSerializer(config)) {
      Schema schema = SpecificData.get().getSchema(topic.valueType());
      // The client remembers the id.
      ValueWriter _ = ValueWriter.of(registry, new SerdeConfig(config), topic.subject(), schema);
    }
  }

  private static boolean hasOurSerializer(Map<String, Object> config) {
    return name(config, ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG)
        .equals(AvroSerializer.class.getName());
  }

  private Serializer<? super SpecificRecord> serializer(Map<String, Object> own) {
    if (registry != null && hasOurSerializer(own)) {
      return new AvroSerializer(registry, own, false);
    }
    String name = name(own, ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);
    @SuppressWarnings(
        "unchecked") // Confluent's takes any object; another says so when it does not.
    Serializer<Object> foreign = instantiate(name, Serializer.class);
    foreign.configure(own, false);
    opened.add(foreign);
    return new OneAtATime.ForSerializer(foreign);
  }

  private Deserializer<?> deserializer(Map<String, Object> own) {
    String name = name(own, ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
    if (registry != null && name.equals(AvroDeserializer.class.getName())) {
      return new AvroDeserializer<>(registry, own, false);
    }
    Deserializer<?> foreign = instantiate(name, Deserializer.class);
    foreign.configure(own, false);
    opened.add(foreign);
    return new OneAtATime.ForDeserializer(foreign);
  }

  private static String name(Map<String, Object> config, String key) {
    Object given = config.get(key);
    return given instanceof Class<?> type ? type.getName() : String.valueOf(given);
  }

  private static <S> S instantiate(String name, Class<S> type) {
    try {
      return Utils.newInstance(name, type);
    } catch (ClassNotFoundException e) {
      throw new ConfigException(
          "There is no class " + name + ": put its jar on the class path (deploy/docs/serdes.md)");
    }
  }

  /** Closes what was opened; the codecs must not be used any more. */
  @Override
  public void close() {
    opened.forEach(each -> Utils.closeQuietly(each, "serde"));
    if (registry != null) {
      registry.close();
    }
  }
}
