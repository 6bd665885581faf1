package dev.recur.systemtests.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.topic.Topics;
import dev.recur.service.command.Command;
import dev.recur.service.command.Reply;
import dev.recur.service.command.SimulatedCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The way of commands from the service to the log, and of answers back. Commands of different
 * subscriptions overtake each other; the broker may not take one, take it and not be heard, or take
 * it again long after. When the service dies, whoever waits for an answer waits in vain, and of
 * what it has published the broker takes some or nothing.
 */
final class Post implements Actor {

  /** How late somebody may write a command again. */
  private static final Duration LATE_MAX = Duration.ofHours(3);

  private final World world;
  private final SimulatedCommands service;
  private final List<Letter> onTheWay = new ArrayList<>();
  private final long[] read;
  private int commands;

  /** What is published and not there yet. */
  private record Letter(
      ProducerRecord<byte[], byte[]> record, Callback callback, Instant notBefore) {
    String subscriptionId() {
      return new String(record.key(), UTF_8);
    }
  }

  Post(World world) {
    this.world = world;
    this.service = world.programs().service();
    this.read = new long[world.log().partitions()];
    begin();
  }

  private void begin() {
    service.begin(
        world.clock(),
        (record, callback) -> onTheWay.add(new Letter(record, callback, Instant.EPOCH)));
  }

  /** Its process dies, and another one begins. */
  void die() {
    world.saw(Seen.SERVICE_DEATH);
    world.tell("post: the service dies");
    onTheWay.removeIf(_ -> world.happens(2));
    begin();
  }

  /** Sends a command under an id of its own, which is returned. */
  String send(Command command) {
    String commandId = "c-" + ++commands;
    service.ask(command, commandId);
    return commandId;
  }

  /** The answer to a command, once there is one. */
  Optional<Reply> answer(String commandId) {
    for (int partition = 0; partition < read.length; partition++) {
      List<Log.Entry> entries = world.log().partition(Topics.COMMAND_REPLIES.name(), partition);
      while (read[partition] < entries.size()) {
        Log.Entry entry = entries.get((int) read[partition]++);
        service.replied(world.decode(Topics.COMMAND_REPLIES, entry));
      }
    }
    return service.answer(commandId);
  }

  /** Nobody waits for the answer to a command any more. */
  void forget(String commandId) {
    service.close(commandId);
  }

  @Override
  public void steps(Steps possible) {
    Set<String> subscriptions = new HashSet<>();
    for (Letter letter : onTheWay) {
      if (!world.now().isBefore(letter.notBefore()) && subscriptions.add(letter.subscriptionId())) {
        possible.work(5, () -> arrive(letter));
      }
    }
    possible.fault(1, this::die);
  }

  private void arrive(Letter letter) {
    onTheWay.remove(letter);
    if (world.fails(40)) {
      world.tell("post: a command to %s is not taken", letter.subscriptionId());
      letter.callback().onCompletion(null, new TimeoutException("not taken"));
      return;
    }
    ProducerRecord<byte[], byte[]> record = letter.record();
    Log.Entry entry =
        world
            .log()
            .append(
                record.topic(),
                record.key(),
                record.value(),
                record.headers(),
                world.clock().milliseconds());
    boolean heard = !world.fails(40);
    world.tell(
        "post: %s arrives%s",
        world.decode(Topics.SUBSCRIPTION_COMMANDS, entry).getCommandId(),
        heard ? "" : ", and nobody hears of it");
    letter.callback().onCompletion(null, heard ? null : new TimeoutException("not heard"));
    if (world.fails(10)) {
      Duration later = world.happens(3) ? world.upTo(LATE_MAX) : Duration.ZERO;
      world.saw(Seen.COPY);
      onTheWay.add(new Letter(record, letter.callback(), world.now().plus(later)));
    }
  }

  @Override
  public Optional<Instant> wakesAt() {
    return onTheWay.stream().map(Letter::notBefore).min(Instant::compareTo);
  }
}
