package dev.recur.schemas;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.kafka.common.utils.Utils;

@AnalyzeClasses(packages = "dev.recur", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final DescribedPredicate<JavaClass> FRAMEWORKS =
      resideInAnyPackage("org.apache.kafka..", "org.apache.avro..", "io.micronaut..");

  @ArchTest
  static final ArchRule knowsNoService =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.recur..")
                  .and(DescribedPredicate.not(resideInAPackage("dev.recur.schemas.."))))
          .because("every service depends on this module; it must not depend on any of them");

  @ArchTest
  static final ArchRule signaturesArePlainJava =
      noClasses()
          .that()
          .resideInAPackage("dev.recur.schemas.signature..")
          .should()
          .dependOnClassesThat(FRAMEWORKS)
          .because(
              "a signature is the wire contract's and has nothing to do with how we are built");

  @ArchTest
  static final ArchRule identitiesArePlainJava =
      noClasses()
          .that()
          .resideInAPackage("dev.recur.schemas.id..")
          .should()
          .dependOnClassesThat(FRAMEWORKS.and(DescribedPredicate.not(equivalentTo(Utils.class))))
          .because(
              "an identity is text in, text out; only murmur2 is Kafka's own, so that it cannot"
                  + " differ from the producer's");

  @ArchTest
  static final ArchRule paymentMethodsArePlainJava =
      noClasses()
          .that()
          .resideInAPackage("dev.recur.schemas.method..")
          .should()
          .dependOnClassesThat(
              FRAMEWORKS.or(
                  resideInAPackage("dev.recur.schemas..")
                      .and(DescribedPredicate.not(resideInAPackage("dev.recur.schemas.method..")))))
          .because(
              "the worker's domain judges with the catalogue, and nothing may come in with it");

  @ArchTest
  static final ArchRule packagesHaveAnOrder =
      slices()
          .matching("dev.recur.schemas.(*)..")
          .should()
          .beFreeOfCycles()
          .because("the picture in README.md reads from the bottom up");
}
