package dev.recur.billing.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.billing.domain.Input;
import dev.recur.billing.domain.Moment;
import dev.recur.billing.topology.StepMaker.Origin;
import dev.recur.schemas.avro.DecisionInput;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;

/** Decides a ledger again, from nothing but the inputs that it holds, into stores of its own. */
final class Replay implements AutoCloseable {
  private final Bench bench;
  private final SubscriptionStores stores;
  private final StepMaker steps;
  private final RecordReader reader;

  Replay(Instant start) {
    bench = new Bench(start.toString());
    stores = bench.stores();
    steps = new StepMaker(bench.codecs());
    reader = new RecordReader(bench.codecs(), 1, _ -> true);
  }

  /** Takes an event; those without an input followed from the one before them. */
  void take(SubscriptionEvent event) {
    DecisionInput input = event.getInput();
    if (input == null) {
      return;
    }
    String id = event.getSubscriptionId();
    Moment moment = new Moment(event.getAt(), input.getRecordedAt());
    if (input.getCommand() != null) {
      byte[] command = bench.encode(Topics.SUBSCRIPTION_COMMANDS, input.getCommand());
      decide(
          id,
          ((Incoming.Command) read(Topics.SUBSCRIPTION_COMMANDS, id, command)).input(),
          moment,
          new Origin.OfCommand(input.getCommand()));
    } else if (input.getChargeResult() != null) {
      byte[] result = bench.encode(Topics.CHARGE_RESULTS, input.getChargeResult());
      decide(
          id,
          ((Incoming.Result) read(Topics.CHARGE_RESULTS, id, result)).input(),
          moment,
          new Origin.OfResult(input.getChargeResult()));
    } else {
      Instant dueAt = input.getDueItem().getDueAt();
      decide(id, new Input.Due(dueAt), moment, new Origin.OfDueItem(dueAt));
    }
  }

  /** What the store holds of a subscription now. */
  byte[] subscription(String requestId) {
    return bench.subscription(requestId);
  }

  private Incoming read(TopicSpec<? extends SpecificRecord> topic, String key, byte[] value) {
    return reader.read(topic.name(), 0, key.getBytes(UTF_8), value);
  }

  private void decide(String id, Input input, Moment moment, Origin origin) {
    StateCodec.Stored stored = stores.load(id);
    Step step =
        steps.step(stored.state(), stores.withMemory(id, stored.state(), input), moment, origin);
    step.change().ifPresent(change -> stores.put(id, stored, change));
  }

  @Override
  public void close() {
    bench.close();
  }
}
