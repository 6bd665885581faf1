package dev.recur.billing.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.billing.domain.Answer;
import dev.recur.billing.domain.ChannelOutcome;
import dev.recur.billing.domain.ClockId;
import dev.recur.billing.domain.CreateRequest;
import dev.recur.billing.domain.Input;
import dev.recur.schemas.avro.CancelSubscription;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.avro.ClockTick;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import dev.recur.schemas.serde.UndecodableRecordException;
import dev.recur.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
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

  private static final Pattern CLOCK_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern ATTEMPT = Pattern.compile("[1-9][0-9]{0,5}");

  private final BillingCodecs codecs;
  private final int partitions;
  private final Predicate<ClockId.Test> clockExists;

  /**
   * @param partitions how many partitions the subscription topics have
   * @param clockExists whether this partition knows a test clock
   */
  RecordReader(BillingCodecs codecs, int partitions, Predicate<ClockId.Test> clockExists) {
    this.codecs = codecs;
    this.partitions = partitions;
    this.clockExists = clockExists;
  }

  Incoming read(String topic, int partition, byte @Nullable [] key, byte @Nullable [] value) {
    try {
      if (topic.equals(Topics.CLOCK_TICKS.name())) {
        return tick(codecs.ticks().decode(value));
      }
      if (key == null) {
        return new Incoming.Unreadable("The record has no key: it must be the subscriptionId.");
      }
      String subscriptionId = new String(key, UTF_8);
      int owner = Identity.partition(subscriptionId, partitions);
      if (owner != partition) {
        return new Incoming.Unreadable(
            "The key belongs on partition "
                + owner
                + " and lies on "
                + partition
                + ": write with the murmur2 partitioner of Kafka's Java client (elsewhere:"
                + " partitioner=murmur2_random), or the subscription would have two owners.");
      }
      return topic.equals(Topics.SUBSCRIPTION_COMMANDS.name())
          ? command(subscriptionId, codecs.commands().decode(value))
          : result(subscriptionId, codecs.results().decode(value));
    } catch (UndecodableRecordException e) {
      return new Incoming.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  private static Incoming tick(ClockTick tick) {
    return CLOCK_ID.matcher(tick.getTestClockId()).matches()
        ? new Incoming.Tick(new ClockId.Test(tick.getTestClockId()), tick.getTo())
        : new Incoming.Unreadable(
            "A testClockId has 1 to 64 letters, digits, hyphens or underscores.");
  }

  private Incoming command(String key, SubscriptionCommand command) {
    if (!key.equals(command.getSubscriptionId())) {
      return new Incoming.Unreadable(
          "The record's key is not the command's subscriptionId: they must be the same.");
    }
    String id = command.getCommandId();
    String client = command.getClientId();
    List<Input.Command> inputs = new ArrayList<>();
    CreateSubscription create = command.getCreate();
    if (create != null) {
      if (client.indexOf('\n') >= 0
          || !key.equals(
              Identity.subscriptionId(Origin.CREATE, client, create.getSubscriptionRequestId()))) {
        return new Incoming.RefusedCommand(
            command,
            paramIllegal(
                "subscriptionId is not the one that clientId and subscriptionRequestId make: see"
                    + " the published test vectors."));
      }
      inputs.add(new Input.Command.Create(id, client, request(key, create)));
    }
    if (command.getApprove() != null) {
      inputs.add(
          new Input.Command.Approve(
              id, client, Optional.ofNullable(command.getApprove().getPaymentMethodId())));
    }
    if (command.getDecline() != null) {
      inputs.add(
          new Input.Command.Decline(
              id, client, Optional.ofNullable(command.getDecline().getReason())));
    }
    if (command.getCancel() != null) {
      Input.Command cancel = cancel(id, client, command.getCancel());
      if (cancel == null) {
        return new Incoming.RefusedCommand(
            command, paramIllegal("cancellationType must be CANCEL or TERMINATE."));
      }
      inputs.add(cancel);
    }
    return inputs.size() == 1
        ? new Incoming.Command(key, inputs.getFirst(), command)
        : new Incoming.RefusedCommand(
            command, paramIllegal("A command asks for exactly one thing: set one of its fields."));
  }

  private static Input.@Nullable Command cancel(
      String id, String client, CancelSubscription cancel) {
    return switch (cancel.getCancellationType()) {
      case CANCEL -> new Input.Command.CancelRenewal(id, client);
      case TERMINATE -> new Input.Command.Terminate(id, client);
      case UNKNOWN -> null;
    };
  }

  private CreateRequest request(String subscriptionId, CreateSubscription create) {
    ClockId clock = Nouns.clock(create.getTestClockId());
    boolean known = !(clock instanceof ClockId.Test test) || clockExists.test(test);
    return new CreateRequest(
        subscriptionId,
        create.getSubscriptionRequestId(),
        create.getDescription(),
        create.getRedirectUrl(),
        create.getStartTime(),
        create.getZone(),
        Optional.ofNullable(create.getEndTime()),
        Nouns.unit(create.getPeriodRule().getUnit()),
        create.getPeriodRule().getCount(),
        Optional.ofNullable(create.getExpiryTime()),
        Nouns.method(create.getPaymentMethod()),
        create.getSubscriptionNotificationUrl(),
        Optional.ofNullable(create.getPaymentNotificationUrl()),
        Nouns.money(create.getPaymentAmount()),
        create.getTrials().stream().map(Nouns::trial).toList(),
        Optional.ofNullable(create.getOrderAmount()).map(Nouns::money),
        Optional.ofNullable(create.getSettlementCurrency()),
        create.getSandbox(),
        clock,
        known,
        Nouns.policies(create.getPolicies()));
  }

  private static Incoming result(String key, ChargeResult result) {
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
            Optional.empty()),
        result);
  }

  private static ChannelOutcome outcome(ChargeResult result) {
    String code = Optional.ofNullable(result.getCode()).orElse(DECLINED_WITHOUT_REASON);
    return switch (result.getOutcome()) {
      case SUCCEEDED ->
          new ChannelOutcome.Succeeded(Optional.ofNullable(result.getChannelReference()));
      case DECLINED_SOFT, REFUSED -> new ChannelOutcome.Declined(code, false);
      case DECLINED_HARD -> new ChannelOutcome.Declined(code, true);
      case PENDING -> new ChannelOutcome.NotFinal(true);
      case UNKNOWN -> new ChannelOutcome.NotFinal(false);
      case NOT_FOUND -> new ChannelOutcome.NotFound();
    };
  }

  private static Answer paramIllegal(String message) {
    return new Answer(false, "PARAM_ILLEGAL", message);
  }
}
