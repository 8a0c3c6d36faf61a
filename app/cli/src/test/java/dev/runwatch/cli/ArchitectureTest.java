/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The dependencies between modules and packages; those of the CDK app have a test of their own. */
final class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.runwatch");

  /** Each module with the modules that it may depend on. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          common       |
          metrics      | common
          cloudwatch   | common
          telemetry    | common metrics cloudwatch
          stackdriver  | common metrics
          sparkjetty   | common
          coordinator  | common metrics sparkjetty
          runner       | common metrics
          alarms       | common metrics
          dashboards   | common metrics alarms
          environments | common metrics alarms
          emulator     | common metrics alarms
          local        | common metrics cloudwatch telemetry coordinator runner alarms dashboards environments emulator
          """)
  void aModuleDependsOnModulesBelowItOnly(String module, String allowed) {
    List<String> packages = new ArrayList<>(List.of("dev.runwatch." + module + ".."));
    Stream.of((allowed == null ? "" : allowed).split(" "))
        .filter(name -> !name.isEmpty())
        .forEach(name -> packages.add("dev.runwatch." + name + ".."));
    noClasses()
        .that()
        .resideInAPackage("dev.runwatch." + module + "..")
        .should()
        .dependOnClassesThat(
            com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage("dev.runwatch..")
                .and(
                    com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages(
                        packages.toArray(String[]::new))))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void modulesHaveNoCycle() {
    slices().matching("dev.runwatch.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void packagesHaveNoCycle() {
    slices().matching("dev.runwatch.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "common",
        "metrics",
        "sparkjetty",
        "stackdriver",
        "coordinator",
        "runner",
        "alarms",
        "dashboards",
        "environments"
      })
  void aModuleThatHasNothingToDoWithAwsDoesNotSeeItsSdk(String module) {
    noClasses()
        .that()
        .resideInAPackage("dev.runwatch." + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void onlyOneModuleDependsOnGooglesLibraries() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.runwatch.stackdriver..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google..", "io.grpc..")
        .check(CLASSES);
  }

  @Test
  void onlyTheirAdapterDependsOnSparkAndJetty() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.runwatch.sparkjetty..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("spark..", "javax.servlet..", "org.eclipse.jetty..")
        .check(CLASSES);
  }

  @Test
  void metricsKnowMicrometersCoreOnly() {
    classes()
        .that()
        .resideInAPackage("dev.runwatch.metrics..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "dev.runwatch.common..",
            "dev.runwatch.metrics..",
            "io.micrometer.core..",
            "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void mappersAreMadeInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.runwatch.common..", "dev.runwatch.testing..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(JsonMapper.Builder.class)
        .orShould()
        .callConstructor(JsonMapper.class)
        .because("dev.runwatch.common.Json configures them once")
        .check(CLASSES);
  }

  @Test
  void scheduledThreadsAreMadeInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.runwatch.common..")
        .should()
        .callMethod(Executors.class, "newSingleThreadScheduledExecutor")
        .orShould()
        .callMethod(Executors.class, "newSingleThreadScheduledExecutor", ThreadFactory.class)
        .orShould()
        .callMethod(Executors.class, "newScheduledThreadPool", int.class)
        .orShould()
        .callMethod(Executors.class, "newScheduledThreadPool", int.class, ThreadFactory.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ScheduledThreadPoolExecutor.class)
        .because("a task of DaemonExecutors does not end silently")
        .check(CLASSES);
  }

  /** Each formats by the locale of the process unless one of its arguments is a Locale. */
  private static final Set<String> FORMATTING =
      Set.of(
          "String.format",
          "String.formatted",
          "String.toLowerCase",
          "String.toUpperCase",
          "PrintStream.format",
          "PrintStream.printf",
          "PrintWriter.format",
          "PrintWriter.printf",
          "Formatter.<init>",
          "DecimalFormat.<init>",
          "SimpleDateFormat.<init>",
          "MessageFormat.format",
          "NumberFormat.getInstance",
          "NumberFormat.getIntegerInstance",
          "NumberFormat.getNumberInstance",
          "NumberFormat.getPercentInstance",
          "DateTimeFormatter.ofPattern");

  @Test
  void outputDoesNotDependOnTheLocale() {
    noClasses()
        .should()
        .callCodeUnitWhere(
            DescribedPredicate.describe("it formats by the locale of the process", this::formats))
        .because("a German locale would print 131.400 beside $11.40: pass Locale.ROOT")
        .check(CLASSES);
  }

  private boolean formats(JavaCall<?> call) {
    return FORMATTING.contains(
            call.getTargetOwner().getSimpleName() + "." + call.getTarget().getName())
        && call.getTarget().getRawParameterTypes().stream()
            .noneMatch(type -> type.isEquivalentTo(Locale.class));
  }
}
