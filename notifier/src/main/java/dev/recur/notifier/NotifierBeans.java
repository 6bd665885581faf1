package dev.recur.notifier;

import dev.recur.notifier.buyer.BuyerDirectory;
import dev.recur.notifier.buyer.KnownBuyers;
import dev.recur.notifier.delivery.DeliveryMeters;
import dev.recur.notifier.delivery.LaneMeters;
import dev.recur.notifier.delivery.ReplayReader;
import dev.recur.notifier.delivery.Surroundings;
import dev.recur.notifier.endpoint.MerchantEndpoints;
import dev.recur.notifier.sender.AttemptTopic;
import dev.recur.notifier.sender.DeliveryReader;
import dev.recur.notifier.sender.Dispatcher;
import dev.recur.notifier.sender.MailCarrier;
import dev.recur.notifier.sender.MerchantKeys;
import dev.recur.notifier.sender.OkHttpEgress;
import dev.recur.notifier.sender.SenderMeters;
import dev.recur.notifier.sender.WebhookSender;
import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.kafka.ByteClients;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.kafka.ProcessExit;
import dev.recur.schemas.kafka.StreamsLifecycle;
import dev.recur.schemas.kafka.TopicFollower;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import io.micronaut.context.exceptions.ConfigurationException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;

/** Puts the notifier's parts together. What is closed last is what the others still use. */
@Factory
final class NotifierBeans {

  @Singleton
  SecretBox secrets(@Value("${recur.master-key}") String masterKey) {
    return box(masterKey);
  }

  @Singleton
  MerchantKeys merchantKeys(SecretBox secrets) {
    return new MerchantKeys(secrets);
  }

  static SecretBox box(String masterKey) {
    try {
      return new SecretBox(Base64.getDecoder().decode(masterKey.strip()));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "recur.master-key is no key: give 32 random bytes in Base64, the same to every service",
          e);
    }
  }

  @Bean(preDestroy = "close")
  @Singleton
  TopicFollower<Merchant> merchants(
      KafkaSettings settings,
      RecordCodecs codecs,
      MerchantKeys keys,
      MerchantEndpoints endpoints,
      ProcessExit exit) {
    return new TopicFollower<>(
        settings,
        codecs.of(Topics.MERCHANTS),
        record -> {
          keys.onRecord(record);
          endpoints.onRecord(record);
        },
        NotifierTopology.APPLICATION_ID,
        exit);
  }

  @Singleton
  MerchantEndpoints endpoints() {
    return new MerchantEndpoints();
  }

  @Bean(preDestroy = "close")
  @Singleton
  ReplayReader replays(KafkaSettings settings, RecordCodecs codecs, ProcessExit exit) {
    return new ReplayReader(
        () -> ByteClients.consumer(settings.consumer()),
        codecs.of(Topics.WEBHOOK_DELIVERIES),
        exit);
  }

  @Singleton
  LaneMeters lanes(MeterRegistry registry) {
    return new LaneMeters(registry);
  }

  @Bean(preDestroy = "close")
  @Singleton
  OkHttpEgress egress(NotifierSettings settings) {
    return OkHttpEgress.allowing(settings.allowedNetworks());
  }

  @Bean(preDestroy = "close")
  @Singleton
  DeliveryReader bodies(KafkaSettings settings, RecordCodecs codecs, ProcessExit exit) {
    return new DeliveryReader(settings, codecs.of(Topics.WEBHOOK_DELIVERIES), exit);
  }

  @Bean(preDestroy = "close")
  @Singleton
  AttemptTopic attempts(KafkaSettings settings, RecordCodecs codecs, ProcessExit exit) {
    return new AttemptTopic(
        ByteClients.producer(settings.producer()), codecs.of(Topics.WEBHOOK_ATTEMPTS), exit);
  }

  @Bean(preDestroy = "close")
  @Singleton
  Dispatcher dispatcher(
      NotifierSettings settings,
      MerchantKeys keys,
      Optional<MailCarrier> mail,
      DeliveryReader bodies,
      OkHttpEgress egress,
      AttemptTopic attempts,
      MeterRegistry registry,
      ProcessExit exit) {
    return new Dispatcher(
        keys,
        mail,
        bodies,
        new WebhookSender(egress, settings.deadline(), Clock.systemUTC()),
        attempts,
        new SenderMeters(registry),
        exit,
        settings.inTheAirMax(),
        settings.perLaneMax());
  }

  @Bean(preDestroy = "close")
  @Singleton
  StreamsLifecycle streams(
      KafkaSettings kafka,
      NotifierSettings settings,
      RecordCodecs codecs,
      Dispatcher dispatcher,
      MerchantEndpoints endpoints,
      Optional<KnownBuyers> buyers,
      ReplayReader replays,
      LaneMeters lanes,
      MeterRegistry registry,
      ProcessExit exit) {
    return new StreamsLifecycle(
        kafka,
        NotifierTopology.of(
            codecs,
            new Surroundings(
                endpoints,
                buyers.<BuyerDirectory>map(it -> it).orElse(BuyerDirectory.NO_MAIL),
                dispatcher,
                replays,
                new DeliveryMeters(registry),
                lanes,
                settings.perLaneMax()),
            registry),
        streams(kafka),
        exit);
  }

  private static Properties streams(KafkaSettings kafka) {
    // Fan-out has one source. What arrives, what was attempted and what is commanded may be read in
    // any order: at worst what one transaction held before a crash is sent again, and that costs
    // less than to ask all of a task's partitions before each record.
    return kafka.streams(
        NotifierTopology.APPLICATION_ID,
        Map.of(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED));
  }
}
