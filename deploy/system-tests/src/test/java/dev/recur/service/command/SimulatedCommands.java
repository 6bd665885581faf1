package dev.recur.service.command;

import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.serde.RecordCodecs;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * How the service publishes commands and hears of their outcomes, whole but for the broker and the
 * thread that waits. It lies in their package because nobody else is to replace those.
 */
public final class SimulatedCommands {

  /** Takes what is published. */
  public interface Broker {
    /**
     * A record is handed over.
     *
     * @param callback is to be told what became of it
     */
    void take(ProducerRecord<byte[], byte[]> record, Callback callback);
  }

  private final KafkaCommandPublisher publisher;
  private final PendingReplies pending = new PendingReplies();
  private final OutcomeObserver observer = new OutcomeObserver(pending);
  private final Map<String, CompletableFuture<Reply>> waiting = new HashMap<>();
  private InstantSource clock = () -> Instant.EPOCH;
  private @Nullable Broker broker;

  public SimulatedCommands(RecordCodecs codecs) {
    publisher = new KafkaCommandPublisher(new Handing(), codecs, () -> clock.instant());
  }

  /** Another run begins: nobody waits for anything. */
  public void begin(InstantSource nextClock, Broker nextBroker) {
    clock = nextClock;
    broker = nextBroker;
    waiting.keySet().forEach(pending::close);
    waiting.clear();
  }

  /** Publishes a command under an id that no other has, and begins to wait for its outcome. */
  public void ask(Command command, String commandId) {
    CompletableFuture<Reply> answer = pending.open(commandId);
    waiting.put(commandId, answer);
    publisher.publish(
        command, commandId, () -> answer.complete(new Reply.Undecided(Reply.Why.NOT_PUBLISHED)));
  }

  /** A reply was read. */
  public void replied(CommandReply reply) {
    observer.onReply(reply);
  }

  /** What is known of a command's outcome by now. */
  public Optional<Reply> answer(String commandId) {
    CompletableFuture<Reply> answer = waiting.get(commandId);
    return answer == null ? Optional.empty() : Optional.ofNullable(answer.getNow(null));
  }

  /** Nobody waits for a command's outcome any more. */
  public void close(String commandId) {
    waiting.remove(commandId);
    pending.close(commandId);
  }

  /** Hands records to the broker of the moment. */
  private final class Handing extends MockProducer<byte[], byte[]> {
    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, Callback callback) {
      if (broker == null) {
        throw new IllegalStateException("no run has begun");
      }
      broker.take(record, callback);
      return new CompletableFuture<>();
    }
  }
}
