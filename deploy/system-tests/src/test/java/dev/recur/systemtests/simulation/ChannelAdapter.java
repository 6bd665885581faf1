package dev.recur.systemtests.simulation;

import dev.recur.billing.channel.PaymentChannel;
import dev.recur.billing.channel.RequestHandler;
import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The consumer of charge.requests on one partition: the worker's own handler, and around it the
 * promise of its reader. An offset is committed only when every result up to it is written, so
 * after a crash a request is handled again.
 */
final class ChannelAdapter implements Actor {

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /** Most requests that are handled before their offset is committed. */
  private static final int BATCH_MAX = 6;

  private final World world;
  private final RequestHandler handler;
  private final int partition;
  private final List<ChargeResult> unwritten = new ArrayList<>();

  /** Results of a reader that was taken for dead and writes them all the same. */
  private final List<ChargeResult> ofZombies = new ArrayList<>();

  private long committed;
  private long position;

  ChannelAdapter(World world, PaymentChannel channel, int partition) {
    this.world = world;
    this.handler = new RequestHandler(channel, DEADLINE, world.clock());
    this.partition = partition;
  }

  @Override
  public void steps(Steps possible) {
    boolean more = position < world.log().end(Topics.CHARGE_REQUESTS.name(), partition);
    if (more && position - committed < BATCH_MAX) {
      possible.work(6, this::handle);
    }
    Set<String> keys = new HashSet<>();
    for (ChargeResult result : unwritten) {
      // Subscriptions are handled side by side, the requests of one in their order.
      if (keys.add(result.getSubscriptionId())) {
        possible.work(6, () -> write(result));
      }
    }
    for (ChargeResult result : ofZombies) {
      possible.work(1, () -> writeOfZombie(result));
    }
    if (unwritten.isEmpty() && committed < position) {
      possible.work(4, this::commit);
    }
    if (committed < position) {
      possible.fault(1, this::kill);
    }
  }

  private void handle() {
    Log.Entry entry = world.log().read(Topics.CHARGE_REQUESTS.name(), partition, position++);
    ChargeRequest request = world.decode(Topics.CHARGE_REQUESTS, entry);
    ChargeResult result = handler.handle(request);
    world.tell(
        "channel-%d: %s %s: %s",
        partition, request.getOperation(), request.getKey(), result.getOutcome());
    unwritten.add(result);
  }

  private void write(ChargeResult result) {
    unwritten.remove(result);
    put(result, "writes");
  }

  private void writeOfZombie(ChargeResult result) {
    ofZombies.remove(result);
    world.saw(Seen.ZOMBIE_CHANNEL);
    put(result, "still writes");
  }

  private void put(ChargeResult result, String how) {
    world.tell("channel-%d: %s %s of %s", partition, how, result.getOutcome(), result.getKey());
    world.append(Topics.CHARGE_RESULTS, result.getSubscriptionId(), result);
  }

  private void commit() {
    committed = position;
    world.tell("channel-%d: commits %d", partition, committed);
  }

  /** Dies; or is taken for dead while what it has in hand is still under way. */
  void kill() {
    boolean zombie = world.happens(3);
    world.tell("channel-%d: %s", partition, zombie ? "is taken for dead" : "dies");
    if (zombie) {
      ofZombies.addAll(unwritten);
    }
    unwritten.clear();
    position = committed;
  }
}
