package dev.recur.notifier.streams;

import dev.recur.schemas.kafka.DeadLetters;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.UndecodableRecordException;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one topic inside a topology. What cannot be read is put aside, whole, in the same
 * transaction, and work goes on; a registry that does not answer is infrastructure and stops the
 * process.
 */
public final class RecordReader<V extends SpecificRecord> {

  private static final Logger LOG = LoggerFactory.getLogger(RecordReader.class);

  private final RecordCodec<V> codec;
  private final DeadLetters deadLetters;
  private final String deadLetterSink;
  private final ProcessorContext<byte[], byte[]> context;

  /**
   * A reader for one processor.
   *
   * @param deadLetterSink name of the child that takes the topic's dead letters
   */
  public RecordReader(
      RecordCodec<V> codec,
      DeadLetters deadLetters,
      String deadLetterSink,
      ProcessorContext<byte[], byte[]> context) {
    this.codec = codec;
    this.deadLetters = deadLetters;
    this.deadLetterSink = deadLetterSink;
    this.context = context;
  }

  /** The record's value; empty when it was put aside. */
  public Optional<V> read(Record<byte[], byte[]> record) {
    try {
      return Optional.of(codec.decode(record.value()));
    } catch (UndecodableRecordException e) {
      putAside(record, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /**
   * Puts the record aside.
   *
   * @param reason why, in one sentence that says what to do
   */
  public void putAside(Record<byte[], byte[]> record, String reason) {
    RecordMetadata at = InTask.place(context);
    LOG.atError()
        .addKeyValue("topic", at.topic())
        .addKeyValue("partition", at.partition())
        .addKeyValue("offset", at.offset())
        .addKeyValue("reason", reason)
        .log("Record cannot be read and becomes a dead letter.");
    ProducerRecord<byte[], byte[]> letter =
        deadLetters.of(
            at.topic(),
            at.partition(),
            at.offset(),
            record.key(),
            record.value(),
            record.headers(),
            reason);
    context.forward(
        new Record<>(letter.key(), letter.value(), context.currentSystemTimeMs(), letter.headers()),
        deadLetterSink);
  }
}
