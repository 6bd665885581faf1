package dev.recur.schemas.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where a reader puts what it cannot read. */
public interface DeadLetterSink extends AutoCloseable {

  /**
   * Puts a record aside and returns once it is safe.
   *
   * @param reason why it could not be read, in one sentence that says what to do
   * @throws org.apache.kafka.common.KafkaException when it could not be put aside; the record must
   *     not be passed then
   */
  void put(ConsumerRecord<byte[], byte[]> record, String reason);

  @Override
  void close();
}
