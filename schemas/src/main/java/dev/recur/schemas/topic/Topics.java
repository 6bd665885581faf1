package dev.recur.schemas.topic;

import dev.recur.schemas.avro.Buyer;
import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.avro.ClockTick;
import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionSnapshot;
import dev.recur.schemas.avro.WebhookAttempt;
import dev.recur.schemas.avro.WebhookCommand;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.avro.WebhookEndpoint;
import dev.recur.schemas.topic.PartitionRule.OfSubscriptions;
import dev.recur.schemas.topic.PartitionRule.Own;
import java.time.Duration;
import java.util.List;

/** The catalogue. A topic that does not stand here does not exist. */
public final class Topics {

  /** The consumer group that reads {@link #CHARGE_REQUESTS} for the payment channel. */
  public static final String CHANNEL_GROUP = "billing-channel";

  /** Topics keyed by endpoint have as many partitions each, so that one owner reads them all. */
  private static final int ENDPOINT_PARTITIONS = 12;

  /** Buyers are read whole, by every instance that needs them. */
  private static final int BUYER_PARTITIONS = 12;

  /** What somebody wants of a subscription. */
  public static final TopicSpec<SubscriptionCommand> SUBSCRIPTION_COMMANDS =
      new TopicSpec<>(
          "subscription.commands",
          "what somebody wants of one subscription; upstream systems may write it too",
          "subscriptionId",
          SubscriptionCommand.class,
          new OfSubscriptions(),
          new Retention.For(Duration.ofDays(7)),
          TimestampType.LOG_APPEND_TIME,
          Compatibility.FULL_TRANSITIVE,
          true);

  /** Answers to commands. */
  public static final TopicSpec<CommandReply> COMMAND_REPLIES =
      new TopicSpec<>(
          "command.replies",
          "the answer to one command, or to one tick of a test clock",
          "subscriptionId or testClockId",
          CommandReply.class,
          new OfSubscriptions(),
          new Retention.For(Duration.ofHours(1)),
          TimestampType.CREATE_TIME,
          Compatibility.FULL,
          false);

  /** The ledger. */
  public static final TopicSpec<SubscriptionEvent> SUBSCRIPTION_EVENTS =
      new TopicSpec<>(
          "subscription.events",
          "the ledger: what happened, per subscription without gaps",
          "subscriptionId",
          SubscriptionEvent.class,
          new OfSubscriptions(),
          new Retention.Forever(),
          TimestampType.CREATE_TIME,
          Compatibility.FULL_TRANSITIVE,
          true);

  /** The latest public state of each subscription. */
  public static final TopicSpec<SubscriptionSnapshot> SUBSCRIPTION_SNAPSHOTS =
      new TopicSpec<>(
          "subscription.snapshots",
          "the latest public state of each subscription",
          "subscriptionId",
          SubscriptionSnapshot.class,
          new OfSubscriptions(),
          new Retention.LatestPerKey(),
          TimestampType.CREATE_TIME,
          Compatibility.FULL_TRANSITIVE,
          true);

  /** What a payment channel is asked to do. */
  public static final TopicSpec<ChargeRequest> CHARGE_REQUESTS =
      new TopicSpec<>(
          "charge.requests",
          "what a payment channel is asked to do: charge, refund or inquire",
          "subscriptionId",
          ChargeRequest.class,
          new OfSubscriptions(),
          new Retention.For(Duration.ofDays(30)),
          TimestampType.CREATE_TIME,
          Compatibility.FULL_TRANSITIVE,
          true);

  /** What a payment channel answered. */
  public static final TopicSpec<ChargeResult> CHARGE_RESULTS =
      new TopicSpec<>(
          "charge.results",
          "what a payment channel answered; a channel of one's own writes it",
          "subscriptionId",
          ChargeResult.class,
          new OfSubscriptions(),
          new Retention.For(Duration.ofDays(30)),
          TimestampType.LOG_APPEND_TIME,
          Compatibility.FULL_TRANSITIVE,
          true);

  /** Who may call. */
  public static final TopicSpec<Merchant> MERCHANTS =
      new TopicSpec<>(
          "merchants",
          "who may call, with keys and policies; secrets only encrypted",
          "clientId",
          Merchant.class,
          new Own(1),
          new Retention.LatestPerKey(),
          TimestampType.CREATE_TIME,
          Compatibility.FULL_TRANSITIVE,
          false);

  /** Who the buyers are. */
  public static final TopicSpec<Buyer> BUYERS =
      new TopicSpec<>(
          "buyers",
          "e-mail, name, locale and metadata of a subscription's buyer; only encrypted",
          "subscriptionId",
          Buyer.class,
          new Own(BUYER_PARTITIONS),
          new Retention.LatestPerKeyWithin(Duration.ofDays(1)),
          TimestampType.CREATE_TIME,
          Compatibility.FULL_TRANSITIVE,
          false);

  /** Test clocks. */
  public static final TopicSpec<ClockTick> CLOCK_TICKS =
      new TopicSpec<>(
          "clock.ticks",
          "test clocks and where they are sent; each tick lies in every partition",
          "testClockId",
          ClockTick.class,
          new OfSubscriptions(),
          new Retention.LatestPerKey(),
          TimestampType.CREATE_TIME,
          Compatibility.FULL_TRANSITIVE,
          false);

  /** What is to be delivered to merchants. */
  public static final TopicSpec<WebhookDelivery> WEBHOOK_DELIVERIES =
      new TopicSpec<>(
          "webhook.deliveries",
          "what is to be delivered to one endpoint",
          "endpoint",
          WebhookDelivery.class,
          new Own(ENDPOINT_PARTITIONS),
          new Retention.For(Duration.ofDays(90)),
          TimestampType.CREATE_TIME,
          Compatibility.FULL,
          false);

  /** What became of each attempt to deliver. */
  public static final TopicSpec<WebhookAttempt> WEBHOOK_ATTEMPTS =
      new TopicSpec<>(
          "webhook.attempts",
          "one record per attempt to deliver",
          "endpoint",
          WebhookAttempt.class,
          new Own(ENDPOINT_PARTITIONS),
          new Retention.For(Duration.ofDays(90)),
          TimestampType.CREATE_TIME,
          Compatibility.FULL,
          false);

  /** What somebody wants of an endpoint's deliveries. */
  public static final TopicSpec<WebhookCommand> WEBHOOK_COMMANDS =
      new TopicSpec<>(
          "webhook.commands",
          "endpoints disabled and enabled, and deliveries asked for again",
          "endpoint",
          WebhookCommand.class,
          new Own(ENDPOINT_PARTITIONS),
          new Retention.For(Duration.ofDays(7)),
          TimestampType.CREATE_TIME,
          Compatibility.FULL,
          false);

  /** How each endpoint's deliveries are doing. */
  public static final TopicSpec<WebhookEndpoint> WEBHOOK_ENDPOINTS =
      new TopicSpec<>(
          "webhook.endpoints",
          "how each endpoint's deliveries are doing",
          "endpoint",
          WebhookEndpoint.class,
          new Own(ENDPOINT_PARTITIONS),
          new Retention.LatestPerKey(),
          TimestampType.CREATE_TIME,
          Compatibility.FULL_TRANSITIVE,
          false);

  private static final List<TopicSpec<?>> ALL =
      List.of(
          SUBSCRIPTION_COMMANDS,
          COMMAND_REPLIES,
          SUBSCRIPTION_EVENTS,
          SUBSCRIPTION_SNAPSHOTS,
          CHARGE_REQUESTS,
          CHARGE_RESULTS,
          MERCHANTS,
          BUYERS,
          CLOCK_TICKS,
          WEBHOOK_DELIVERIES,
          WEBHOOK_ATTEMPTS,
          WEBHOOK_COMMANDS,
          WEBHOOK_ENDPOINTS);

  private Topics() {}

  /** Every topic, except those of dead letters, which follow from these. */
  public static List<TopicSpec<?>> all() {
    return ALL;
  }
}
