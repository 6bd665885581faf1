package dev.recur.billing.topology;

import static dev.recur.billing.topology.Bench.idOf;
import static dev.recur.billing.topology.Bench.monthly;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.recur.schemas.avro.ApproveSubscription;
import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.avro.CommandOutcome;
import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.ReplacePaymentMethod;
import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * A card's number in the place of its token, written past the edge straight onto the topic: nothing
 * that is kept may hold it.
 */
class CardNumbersTest {
  private static final Instant START = Instant.parse("2026-01-31T00:00:00Z");
  private static final String NUMBER = "4111111111111111";

  /** No card's number, because its check digit is wrong: kept like any token. */
  private static final String TOKEN = "4111111111111112";

  private final Bench bench = new Bench(START.toString());
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void close() {
    root.detachAppender(log);
    bench.close();
  }

  /** Every command that names how the buyer pays, by each of its fields. */
  static Stream<BiConsumer<SubscriptionCommand.Builder, String>> commands() {
    return Stream.of(
        (c, id) ->
            c.setCreate(
                monthly("r-1", START).setPaymentMethod(new PaymentMethod("CARD", id)).build()),
        (c, id) -> c.setApprove(new ApproveSubscription(id, null)),
        (c, id) ->
            c.setReplacePaymentMethod(
                new ReplacePaymentMethod("m-1", new PaymentMethod("CARD", id))));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void number_shouldBeRefusedAndKeptNowhere(BiConsumer<SubscriptionCommand.Builder, String> what) {
    before(what);
    bench.replies();
    bench.command("r-1", c -> what.accept(c, NUMBER));
    bench.command("r-1", c -> what.accept(c, "4111-1111 1111.1111"));
    List<CommandOutcome> outcomes =
        bench.replies().stream().map(CommandReply::getOutcome).filter(Objects::nonNull).toList();
    assertThat(outcomes)
        .hasSize(2)
        .allSatisfy(
            outcome -> {
              assertThat(outcome.getCode()).isEqualTo("PARAM_ILLEGAL");
              assertThat(outcome.getMessage()).contains("token").doesNotContain("4111");
            });
    assertThat(bench.everything()).doesNotContain("4111");
    assertThat(log.list).noneMatch(line -> line.toString().contains("4111"));
    // The same request with a token is taken.
    bench.command("r-1", c -> what.accept(c, "tok_1"));
    assertThat(bench.replies().getLast().getOutcome().getCode()).isEqualTo("SUCCESS");
  }

  /** The search finds what is kept: else the test above would prove nothing. */
  @ParameterizedTest
  @MethodSource("commands")
  void token_shouldBeFoundInStateAndLedger(BiConsumer<SubscriptionCommand.Builder, String> what) {
    before(what);
    bench.command("r-1", c -> what.accept(c, TOKEN));
    String everything = bench.everything();
    for (String place :
        List.of(Topics.SUBSCRIPTION_EVENTS.name(), BillingTopology.SUBSCRIPTIONS_STORE)) {
      assertThat(everything).containsPattern("(?s)" + place + ".*" + TOKEN);
    }
  }

  /** Nobody can be answered, and a dead letter would hold the record whole. */
  @ParameterizedTest
  @MethodSource("commands")
  void numberInACommandThatIsNobodys_shouldMakeAnEmptyDeadLetter(
      BiConsumer<SubscriptionCommand.Builder, String> what) {
    SubscriptionCommand.Builder command = Bench.commandOf("r-1");
    what.accept(command, NUMBER);
    byte[] value = bench.encode(Topics.SUBSCRIPTION_COMMANDS, command.build());
    bench.writeBytes(Topics.SUBSCRIPTION_COMMANDS.name(), idOf("r-2").getBytes(UTF_8), value);
    var letters = bench.deadLetters(Topics.SUBSCRIPTION_COMMANDS);
    assertThat(letters).hasSize(1);
    assertThat(letters.getFirst().value()).isEmpty();
    assertThat(
            new String(
                letters.getFirst().headers().lastHeader("dead-letter-reason").value(), UTF_8))
        .contains("subscriptionId", "token");
    assertThat(bench.everything()).doesNotContain("4111");
    assertThat(log.list).noneMatch(line -> line.toString().contains("4111"));
  }

  /** As far as it has to be for the command to be taken. */
  private void before(BiConsumer<SubscriptionCommand.Builder, String> what) {
    SubscriptionCommand.Builder command = Bench.commandOf("r-1");
    what.accept(command, "tok_1");
    if (command.getCreate() == null) {
      bench.create(monthly("r-1", START).setPaymentMethod(new PaymentMethod("CARD", null)).build());
    }
    if (command.getReplacePaymentMethod() != null) {
      bench.approve("r-1");
      bench.passTime(Duration.ofMillis(100));
      bench.settleAll(ChargeOutcome.SUCCEEDED);
    }
  }
}
