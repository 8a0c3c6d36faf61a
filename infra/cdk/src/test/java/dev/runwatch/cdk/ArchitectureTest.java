/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {

  @Test
  void theStackKnowsAlarmsDashboardsAndTheCatalogueOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.runwatch.cdk..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.runwatch.cloudwatch..",
            "dev.runwatch.coordinator..",
            "dev.runwatch.runner..",
            "dev.runwatch.local..",
            "dev.runwatch.cli..")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.runwatch"));
  }
}
