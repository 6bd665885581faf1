package dev.recur.notifier.mail;

import dev.recur.notifier.buyer.KnownBuyers;
import dev.recur.notifier.sender.MailCarrier;
import dev.recur.schemas.avro.Buyer;
import dev.recur.schemas.buyer.BuyerLink;
import dev.recur.schemas.buyer.BuyerSeal;
import dev.recur.schemas.kafka.ByteClients;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.kafka.ProcessExit;
import dev.recur.schemas.kafka.TopicFollower;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.schemas.topic.Topics;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Puts together what sends e-mails; there is nothing of it where no mail server is set. */
@Factory
@Requires(beans = MailSettings.class)
final class MailBeans {

  /** Names this service in dead letters. */
  private static final String READER = "notifier";

  @Bean(preDestroy = "close")
  @Singleton
  KnownBuyers buyers(KafkaSettings kafka, SecretBox secrets) {
    return KnownBuyers.in(kafka.stateDir().resolve("buyers"), new BuyerSeal(secrets));
  }

  @Bean(preDestroy = "close")
  @Singleton
  TopicFollower<Buyer> buyersFollower(
      KafkaSettings kafka, RecordCodecs codecs, KnownBuyers buyers, ProcessExit exit) {
    return new TopicFollower<>(kafka, codecs.of(Topics.BUYERS), buyers, READER, exit);
  }

  @Bean(preDestroy = "close")
  @Singleton
  SmtpServer server(MailSettings settings) {
    return new SmtpServer(settings, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  @Singleton
  MailCarrier mail(
      MailSettings settings,
      KafkaSettings kafka,
      KnownBuyers buyers,
      SecretBox secrets,
      SmtpServer server) {
    return new MailSender(
        new FreshBuyers(buyers, atMost -> ends(kafka, atMost), settings.deadline()),
        new Writer(new BuyerLink(secrets), settings.linksBegin()),
        settings.sender(),
        server,
        settings.inTheAirMax(),
        Clock.systemUTC());
  }

  /** The whole of it takes no longer; what is missing is tried again with the e-mail. */
  private static Map<Integer, Long> ends(KafkaSettings kafka, Duration atMost) {
    Duration half = atMost.dividedBy(2);
    try (Consumer<byte[], byte[]> consumer = ByteClients.consumer(kafka.consumer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.BUYERS.name(), half).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      return consumer.endOffsets(partitions, half).entrySet().stream()
          .collect(Collectors.toMap(end -> end.getKey().partition(), Map.Entry::getValue));
    }
  }
}
