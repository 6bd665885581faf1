package dev.recur.service.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.recur.service.Deadline;
import dev.recur.service.testing.MemorySubscriptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AwaitedCommandsTest {

  private static final Reply.Decided ACCEPTED = new Reply.Decided(true, "SUCCESS", "success.", 7);

  private final PendingReplies replies = new PendingReplies();
  private final BlockingQueue<String> published = new LinkedBlockingQueue<>();
  private final CommandPublisher publisher =
      (command, commandId, notPublished) -> published.add(commandId);
  private final WatchedSubscriptions subscriptions = new WatchedSubscriptions();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void stop() throws InterruptedException {
    callers.shutdownNow();
    assertThat(callers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(subscriptions.open).as("watches left open").hasValue(0);
  }

  /** What comes before the answer does is to be seen. */
  @Test
  void subscription_shouldBeWatchedBeforeTheCommandIsPublished() {
    AtomicInteger openWhilePublished = new AtomicInteger();
    AwaitedCommands commands =
        commands(
            (command, id, notPublished) -> {
              openWhilePublished.set(subscriptions.open.get());
              replies.answer(id, ACCEPTED);
            },
            Duration.ofSeconds(30),
            10);
    assertThat(commands.ask(command("S1"))).isEqualTo(ACCEPTED);
    assertThat(openWhilePublished).hasValue(1);
    assertThat(subscriptions.awaited).containsExactly("S1 7 PT0.01S");
  }

  @Test
  void publisherThatFails_shouldLeaveNothingOpen() {
    AwaitedCommands commands =
        commands(
            (command, id, notPublished) -> {
              throw new IllegalStateException("no such schema");
            },
            Duration.ofSeconds(30),
            1);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> commands.ask(command("S1"))).hasMessage("no such schema");
    }
    assertThat(replies.size()).isZero();
  }

  @Test
  void reply_shouldReachTheOneWhoAsked() throws Exception {
    AwaitedCommands commands = commands(publisher, Duration.ofSeconds(30), 10);
    List<Future<Reply>> asked =
        Stream.of("S1", "S2").map(id -> callers.submit(() -> commands.ask(command(id)))).toList();
    String one = published.take();
    String other = published.take();
    replies.answer("somebody else's", ACCEPTED);
    replies.answer(one, ACCEPTED);
    replies.answer(other, ACCEPTED);
    for (Future<Reply> reply : asked) {
      assertThat(reply.get(10, TimeUnit.SECONDS)).isEqualTo(ACCEPTED);
    }
    assertThat(one).isNotEqualTo(other);
    assertThat(replies.size()).isZero();
  }

  @Test
  void replyThatIsNotFinal_shouldReachTheOneWhoAskedToo() throws Exception {
    AwaitedCommands commands = commands(publisher, Duration.ofSeconds(30), 10);
    Future<Reply> asked = callers.submit(() -> commands.ask(command("S1")));
    Reply underway = new Reply.Underway("REFUND_IN_PROCESS", "Not known yet.", 7);
    replies.answer(published.take(), underway);
    assertThat(asked.get(10, TimeUnit.SECONDS)).isEqualTo(underway);
  }

  @Test
  void noReply_shouldEndAtTheDeadline() {
    AwaitedCommands commands = commands(publisher, Duration.ofMillis(50), 10);
    assertThat(commands.ask(command("S1"))).isEqualTo(new Reply.Undecided(Reply.Why.NO_ANSWER));
    assertThat(replies.size()).isZero();
  }

  /** Kafka's producer blocks as long where it knows no broker, or its memory is full. */
  @Test
  void publisherThatBlocks_shouldTakeFromTheTimeForTheDecision() {
    Duration timeout = Duration.ofSeconds(2);
    CommandPublisher blocking = (command, id, notPublished) -> sleep(timeout);
    AwaitedCommands commands = commands(blocking, timeout, 10);
    long begun = System.nanoTime();
    assertThat(commands.ask(command("S1"))).isEqualTo(new Reply.Undecided(Reply.Why.NO_ANSWER));
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(timeout.multipliedBy(2));
  }

  @Test
  void callersDeadline_shouldCountWhereItIsTheEarlierOne() {
    AwaitedCommands commands = commands(publisher, Duration.ofSeconds(20), 10);
    Reply reply = Deadline.within(Duration.ofMillis(50), () -> commands.ask(command("S1")));
    assertThat(reply).isEqualTo(new Reply.Undecided(Reply.Why.NO_ANSWER));
    assertThat(published).hasSize(1);
  }

  /** Who asked has been answered, and knows of nothing that begins now. */
  @Test
  void afterTheCallersDeadline_nothingShouldBePublished() {
    AwaitedCommands commands = commands(publisher, Duration.ofSeconds(20), 10);
    Reply reply = Deadline.within(Duration.ZERO, () -> commands.ask(command("S1")));
    assertThat(reply).isEqualTo(new Reply.Undecided(Reply.Why.NOT_PUBLISHED));
    assertThat(published).isEmpty();
  }

  @Test
  void notPublished_shouldEndAtOnce() {
    AwaitedCommands commands =
        commands((command, id, notPublished) -> notPublished.run(), Duration.ofSeconds(30), 10);
    assertThat(commands.ask(command("S1"))).isEqualTo(new Reply.Undecided(Reply.Why.NOT_PUBLISHED));
  }

  @Test
  void tooMany_shouldBeTurnedAwayUntilOneIsDone() throws Exception {
    AwaitedCommands commands = commands(publisher, Duration.ofSeconds(30), 1);
    Future<Reply> first = callers.submit(() -> commands.ask(command("S1")));
    String id = published.take();
    assertThat(commands.ask(command("S2")))
        .isEqualTo(new Reply.Undecided(Reply.Why.TOO_MANY_WAITING));
    assertThat(published).isEmpty();

    replies.answer(id, ACCEPTED);
    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(ACCEPTED);
    Future<Reply> next = callers.submit(() -> commands.ask(command("S2")));
    await().untilAsserted(() -> assertThat(published).hasSize(1));
    replies.answer(published.take(), ACCEPTED);
    assertThat(next.get(10, TimeUnit.SECONDS)).isEqualTo(ACCEPTED);
  }

  private AwaitedCommands commands(CommandPublisher how, Duration timeout, int waitingMax) {
    return new AwaitedCommands(
        how,
        replies,
        subscriptions,
        new CommandSettings(timeout, Duration.ofMillis(10), waitingMax),
        new SimpleMeterRegistry());
  }

  /** Notes what is watched. */
  private static final class WatchedSubscriptions extends MemorySubscriptions {

    private final AtomicInteger open = new AtomicInteger();
    private final List<String> awaited = new CopyOnWriteArrayList<>();

    @Override
    public Watch watch(String subscriptionId) {
      open.incrementAndGet();
      return new Watch() {
        @Override
        public boolean await(long sequence, Duration atMost) {
          return awaited.add("%s %d %s".formatted(subscriptionId, sequence, atMost));
        }

        @Override
        public void close() {
          open.decrementAndGet();
        }
      };
    }
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Command command(String subscriptionId) {
    return new Command.Approve("M", subscriptionId);
  }
}
