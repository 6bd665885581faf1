package dev.recur.billing.channel;

import dev.recur.billing.clock.ClockWatch;
import dev.recur.schemas.kafka.DeadLetterProducer;
import dev.recur.schemas.kafka.DeadLetters;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.kafka.ProcessExit;
import dev.recur.schemas.kafka.TopicCounter;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.List;

/** The channel's side, where {@code recur.channel.enabled}. */
@Factory
@Requires(property = "recur.channel.enabled", value = "true")
final class ChannelBeans {
  private static final String READER = "channel";

  @Singleton
  @Bean(preDestroy = "close")
  PaymentChannel paymentChannel(ChannelSettings settings, MeterRegistry meters) {
    return new MeteredChannel(new HttpPaymentChannel(settings.url(), settings.callsMax()), meters);
  }

  @Context
  @Bean(preDestroy = "close")
  ChannelWorker channelWorker(
      KafkaSettings kafka,
      ChannelSettings settings,
      RecordCodecs codecs,
      PaymentChannel channel,
      ClockWatch clock,
      MeterRegistry meters,
      ProcessExit exit) {
    TopicCounter aside = TopicCounter.deadLetters(meters, List.of(Topics.CHARGE_REQUESTS));
    ChannelWorker worker =
        ChannelWorker.of(
            kafka,
            settings,
            codecs,
            new RequestHandler(channel, settings.deadline(), clock),
            new DeadLetterProducer(kafka, new DeadLetters(READER, aside::count)),
            exit);
    worker.start();
    return worker;
  }
}
