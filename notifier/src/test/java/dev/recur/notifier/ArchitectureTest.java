package dev.recur.notifier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;

@AnalyzeClasses(
    packages = "dev.recur.notifier",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] PURE = {
    "..notifier.notice..", "..notifier.queue..", "..notifier.audit.rules.."
  };

  @ArchTest
  static final ArchRule rulesArePure =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache..",
              "io.micronaut..",
              "io.micrometer..",
              "okhttp3..",
              "okio..",
              "org.slf4j..",
              "dev.recur.schemas.avro..",
              "dev.recur.schemas.kafka..",
              "dev.recur.schemas.serde..",
              "dev.recur.schemas.topic..",
              "dev.recur.notifier.state..",
              "dev.recur.notifier.streams..",
              "dev.recur.notifier.fanout..",
              "dev.recur.notifier.delivery..",
              "dev.recur.notifier.sender..",
              "dev.recur.notifier.buyer..",
              "dev.recur.notifier.mail..",
              "jakarta.mail..",
              "org.thymeleaf..")
          .because("what is told, and when, must be provable without a broker");

  @ArchTest
  static final ArchRule rulesReadNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(OffsetDateTime.class, "now")
          .orShould()
          .callMethod(ZonedDateTime.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Clock.class, InstantSource.class)
          .because("time is an input");

  @ArchTest
  static final ArchRule noHttpOnStreamThreads =
      noClasses()
          .that()
          .resideInAnyPackage("..notifier.fanout..", "..notifier.delivery..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..notifier.sender..",
              "..notifier.mail..",
              "okhttp3..",
              "jakarta.mail..",
              "java.net..")
          .because("a slow receiver must not hold a transaction open: hand over to Outbound");

  @ArchTest
  static final ArchRule buyersAreOpenedWhereMailIsSent =
      noClasses()
          .that()
          .resideOutsideOfPackages("..notifier.buyer..", "..notifier.mail..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("dev.recur.schemas.buyer.BuyerData")
          .because("who a buyer is meets nothing that is written down: no topic, store or log");

  @ArchTest
  static final ArchRule auditKnowsOnlyWhatIsPublished =
      noClasses()
          .that()
          .resideInAPackage("..notifier.audit..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.recur.billing..",
              "..notifier.fanout..",
              "..notifier.delivery..",
              "..notifier.notice..",
              "..notifier.queue..",
              "..notifier.sender..")
          .because("what checks the others must not be wrong where they are");

  @ArchTest
  static final ArchRule fanOutAndDeliveryMeetOnATopic =
      noClasses()
          .that()
          .resideInAPackage("..notifier.fanout..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..notifier.delivery..", "..notifier.queue..")
          .because("they are two topologies in one and only share webhook.deliveries");
}
