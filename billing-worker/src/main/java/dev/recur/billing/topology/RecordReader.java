package dev.recur.billing.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.billing.domain.ChannelOutcome;
import dev.recur.billing.domain.ClockId;
import dev.recur.billing.domain.Input;
import dev.recur.billing.domain.Memory;
import dev.recur.schemas.avro.ChannelOperation;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.avro.ClockTick;
import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.TestClock;
import dev.recur.schemas.serde.UndecodableRecordException;
import dev.recur.schemas.topic.Topics;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads source records. Wrong bytes and misplaced keys are answered as values; only a registry that
 * does not answer is an exception, because then nobody knows what the bytes are.
 */
final class RecordReader {
  private static final String DECLINED_WITHOUT_REASON = "declined";

  /**
   * Longest command, in bytes: several times the longest that fits its rules. The ledger keeps a
   * command beside what follows from it, so what is taken must fit a record more than twice.
   */
  private static final int COMMAND_BYTES_MAX = 128 * 1024;

  /** Ids that a reply repeats, in its value and as its key. */
  private static final int ID_LENGTH_MAX = 64;

  private static final int REASON_LENGTH_MAX = 256;
  private static final int REFERENCE_LENGTH_MAX = 256;
  private static final int CODE_LENGTH_MAX = 64;

  private static final Pattern ATTEMPT = Pattern.compile("[1-9][0-9]{0,5}");

  private final BillingCodecs codecs;
  private final int partitions;
  private final CommandReader commands;

  /**
   * @param partitions how many partitions the subscription topics have
   * @param clockExists whether this partition knows a test clock
   */
  RecordReader(BillingCodecs codecs, int partitions, Predicate<ClockId.Test> clockExists) {
    this.codecs = codecs;
    this.partitions = partitions;
    this.commands = new CommandReader(clockExists);
  }

  Incoming read(String topic, int partition, byte @Nullable [] key, byte @Nullable [] value) {
    try {
      if (topic.equals(Topics.CLOCK_TICKS.name())) {
        return tick(key, codecs.ticks().decode(value));
      }
      if (key == null) {
        return new Incoming.Unreadable("The record has no key: it must be the subscriptionId.");
      }
      String subscriptionId = new String(key, UTF_8);
      Optional<Incoming.Unreadable> misplaced = misplaced(subscriptionId, partition);
      if (topic.equals(Topics.SUBSCRIPTION_COMMANDS.name())) {
        SubscriptionCommand command = codecs.commands().decode(value);
        Incoming read =
            misplaced
                .<Incoming>map(there -> there)
                .orElseGet(() -> command(subscriptionId, command, length(value)));
        return MethodNames.objection(command)
            .map(cure -> refused(read, command, cure))
            .orElse(read);
      }
      return misplaced.isPresent()
          ? misplaced.get()
          : result(subscriptionId, codecs.results().decode(value));
    } catch (UndecodableRecordException e) {
      return new Incoming.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  private Optional<Incoming.Unreadable> misplaced(String subscriptionId, int partition) {
    int owner = Identity.partition(subscriptionId, partitions);
    return owner == partition
        ? Optional.empty()
        : Optional.of(
            new Incoming.Unreadable(
                "The key belongs on partition "
                    + owner
                    + " and lies on "
                    + partition
                    + ": write with the murmur2 partitioner of Kafka's Java client (elsewhere:"
                    + " partitioner=murmur2_random), or the subscription would have two owners."));
  }

  /**
   * A command that must not be kept: refused, and where nobody can be answered, put aside empty.
   */
  private static Incoming refused(Incoming read, SubscriptionCommand command, String cure) {
    return read instanceof Incoming.Unreadable(String reason, boolean _)
        ? new Incoming.Unreadable(reason + " " + cure, true)
        : CommandReader.refused(command, cure);
  }

  private static Incoming tick(byte @Nullable [] key, ClockTick tick) {
    String id = tick.getTestClockId();
    return TestClock.objection(key, id, tick.getTo())
        .<Incoming>map(Incoming.Unreadable::new)
        .orElseGet(() -> new Incoming.Tick(new ClockId.Test(id), tick.getTo(), tick.getOutage()));
  }

  private Incoming command(String key, SubscriptionCommand command, int valueBytes) {
    if (!key.equals(command.getSubscriptionId())) {
      return new Incoming.Unreadable(
          "The record's key is not the command's subscriptionId: they must be the same.");
    }
    String id = command.getCommandId();
    if (key.length() > ID_LENGTH_MAX || id.length() > ID_LENGTH_MAX) {
      // Nobody could be answered: the reply repeats both, and would be too large for its topic.
      return new Incoming.Unreadable(
          "subscriptionId and commandId have at most " + ID_LENGTH_MAX + " characters.");
    }
    if (valueBytes > COMMAND_BYTES_MAX) {
      return CommandReader.refused(
          command, "A command has at most " + COMMAND_BYTES_MAX + " bytes.");
    }
    return commands.read(key, command);
  }

  private static Incoming result(String key, ChargeResult whole) {
    ChargeResult result = cut(whole);
    if (!key.equals(result.getSubscriptionId())
        || !result.getPaymentId().startsWith(result.getSubscriptionId())) {
      return new Incoming.Unreadable(
          "The record's key, the result's subscriptionId and the beginning of its paymentId must be"
              + " the same.");
    }
    String attempt =
        result.getKey().startsWith(result.getPaymentId() + "/")
            ? result.getKey().substring(result.getPaymentId().length() + 1)
            : "";
    if (!ATTEMPT.matcher(attempt).matches()) {
      return new Incoming.Unreadable(
          "The result's key must be its paymentId, a slash and the attempt's number, as in the"
              + " request.");
    }
    return new Incoming.Result(
        key,
        new Input.ChannelAnswer(
            result.getPaymentId(),
            Integer.parseInt(attempt),
            result.getInquiry(),
            outcome(result),
            Memory.NONE),
        result);
  }

  /**
   * A result without the texts beyond their lengths. A result that is too large for the ledger must
   * not be lost: the money has moved, or has not.
   */
  private static ChargeResult cut(ChargeResult result) {
    return ChargeResult.newBuilder(result)
        .setChannelReference(cut(result.getChannelReference(), REFERENCE_LENGTH_MAX))
        .setCode(cut(result.getCode(), CODE_LENGTH_MAX))
        .setMessage(cut(result.getMessage(), REASON_LENGTH_MAX))
        .build();
  }

  private static @Nullable String cut(@Nullable String text, int lengthMax) {
    return text == null || text.length() <= lengthMax ? text : text.substring(0, lengthMax);
  }

  private static int length(byte @Nullable [] value) {
    return value == null ? 0 : value.length;
  }

  private static ChannelOutcome outcome(ChargeResult result) {
    String code = Optional.ofNullable(result.getCode()).orElse(DECLINED_WITHOUT_REASON);
    return switch (result.getOutcome()) {
      case SUCCEEDED ->
          new ChannelOutcome.Succeeded(Optional.ofNullable(result.getChannelReference()));
      case DECLINED_SOFT -> new ChannelOutcome.Declined(code, false);
      // A refused inquiry says nothing of the charge.
      case REFUSED ->
          result.getOperation() == ChannelOperation.INQUIRE
              ? new ChannelOutcome.NotFinal(false)
              : new ChannelOutcome.Refused(code);
      case DECLINED_HARD -> new ChannelOutcome.Declined(code, true);
      case PENDING -> new ChannelOutcome.NotFinal(true);
      case UNKNOWN -> new ChannelOutcome.NotFinal(false);
      case NOT_FOUND -> new ChannelOutcome.NotFound();
    };
  }
}
