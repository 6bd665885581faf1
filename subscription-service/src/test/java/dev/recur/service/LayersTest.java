package dev.recur.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.recur.service.card.CardData;

/** Who may know whom. */
@AnalyzeClasses(
    packages = "dev.recur.service",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

  @ArchTest
  static final ArchRule MERCHANTS_AND_BUYERS_DO_NOT_MEET_KAFKA =
      noClasses()
          .that()
          .resideInAnyPackage("..gateway..", "..page..", "..input..", "..terms..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "org.apache.avro..",
              "org.rocksdb..",
              "dev.recur.schemas.avro..",
              "dev.recur.schemas.kafka..",
              "dev.recur.schemas.serde..",
              "dev.recur.schemas.topic..",
              "dev.recur.service.mapping..")
          .because(
              "what the contract says must be testable, and be read, without what carries it;"
                  + " commands and views are the way through");

  @ArchTest
  static final ArchRule WIRE_FORMAT_STAYS_IN_THE_GATEWAY =
      noClasses()
          .that()
          .resideOutsideOfPackage("..gateway..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..gateway..")
          .because("Antom's names and codes are the gateway's business alone");

  @ArchTest
  static final ArchRule TERMS_ARE_PLAIN =
      classes()
          .that()
          .resideInAPackage("..terms..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.recur.service.terms..",
              "dev.recur.schemas.method..",
              "java..",
              "org.jspecify..",
              "io.micronaut..")
          .because("they are the words that everything else is said in");

  @ArchTest
  static final ArchRule CARDS_STAY_AT_THE_EDGE =
      noClasses()
          .that()
          .resideOutsideOfPackages("..card..", "..gateway")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(CardData.class)
          .because("what is written anywhere is made from the others, and a number never may be");

  @ArchTest
  static final ArchRule NOBODY_PRINTS =
      noClasses()
          .should()
          .accessClassesThat()
          .belongToAnyOf(java.io.PrintStream.class)
          .because("a service logs, one JSON object per line");
}
