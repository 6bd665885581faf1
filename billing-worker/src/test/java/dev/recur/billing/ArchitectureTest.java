package dev.recur.billing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;

@AnalyzeClasses(
    packages = "dev.recur.billing",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule domainIsPure =
      noClasses()
          .that()
          .resideInAPackage("..billing.domain..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache..",
              "io.micronaut..",
              "io.micrometer..",
              "org.slf4j..",
              "dev.recur.schemas.avro..",
              "dev.recur.schemas.kafka..",
              "dev.recur.schemas.serde..",
              "dev.recur.billing.clock..",
              "dev.recur.billing.topology..",
              "dev.recur.billing.channel..",
              "dev.recur.billing.app..")
          .because("a decision must be possible to make again from the ledger alone");

  @ArchTest
  static final ArchRule domainReadsNoClock =
      noClasses()
          .that()
          .resideInAPackage("..billing.domain..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Clock.class, InstantSource.class)
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .because("time is an input: take it from the Moment");

  @ArchTest
  static final ArchRule topologyDoesNotKnowTheChannel =
      noClasses()
          .that()
          .resideInAPackage("..billing.topology..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..billing.channel..", "..billing.app..")
          .because("they only share topics, so that each can run without the other");

  @ArchTest
  static final ArchRule channelDoesNotKnowTheTopology =
      noClasses()
          .that()
          .resideInAPackage("..billing.channel..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..billing.topology..", "..billing.domain..", "..billing.app..")
          .because("anyone can replace it by a consumer of charge.requests");
}
