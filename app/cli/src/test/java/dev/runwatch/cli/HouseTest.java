/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of the house, all but those of the CDK app, which has its own test. */
final class HouseTest {

  private final JavaClasses house =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.runwatch");

  @Test
  void arrowsPointDownOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.runwatch..")
        .layer("metrics")
        .definedBy("dev.runwatch.metrics..")
        .layer("cloudwatch")
        .definedBy("dev.runwatch.cloudwatch..")
        .layer("coordinator")
        .definedBy("dev.runwatch.coordinator..")
        .layer("runner")
        .definedBy("dev.runwatch.runner..")
        .layer("alarms")
        .definedBy("dev.runwatch.alarms..")
        .layer("dashboards")
        .definedBy("dev.runwatch.dashboards..")
        .layer("local")
        .definedBy("dev.runwatch.local..")
        .layer("cli")
        .definedBy("dev.runwatch.cli..")
        .whereLayer("metrics")
        .mayNotAccessAnyLayer()
        .whereLayer("cloudwatch")
        .mayNotAccessAnyLayer()
        .whereLayer("coordinator")
        .mayOnlyAccessLayers("metrics", "cloudwatch")
        .whereLayer("runner")
        .mayOnlyAccessLayers("metrics", "cloudwatch")
        .whereLayer("alarms")
        .mayOnlyAccessLayers("metrics")
        .whereLayer("dashboards")
        .mayOnlyAccessLayers("metrics", "alarms")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("local")
        .mayOnlyBeAccessedByLayers("cli")
        .check(house);
  }

  @Test
  void thereIsNoCircleBetweenRooms() {
    slices().matching("dev.runwatch.(*)..").should().beFreeOfCycles().check(house);
  }

  @Test
  void onlyTheWayToCloudWatchAndThoseAboveSeeTheAwsSdk() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.runwatch.metrics..",
            "dev.runwatch.coordinator..",
            "dev.runwatch.runner..",
            "dev.runwatch.alarms..",
            "dev.runwatch.dashboards..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon..")
        .check(house);
  }

  @Test
  void theGroundFloorKnowsMicrometersCoreOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.runwatch.metrics..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "java..", "dev.runwatch.metrics..", "io.micrometer.core..", "org.jspecify..")
        .check(house);
  }
}
