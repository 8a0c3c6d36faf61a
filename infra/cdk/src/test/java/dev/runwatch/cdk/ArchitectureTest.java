/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The dependencies of the CDK app; those of the modules below {@code app} have a test there. */
final class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.runwatch");

  @Test
  void theStackDependsOnAlarmsDashboardsEnvironmentsAndWhatTheseDependOn() {
    noClasses()
        .that()
        .resideInAPackage("dev.runwatch.cdk..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.runwatch..")
                .and(
                    resideOutsideOfPackages(
                        "dev.runwatch.cdk..",
                        "dev.runwatch.common..",
                        "dev.runwatch.metrics..",
                        "dev.runwatch.alarms..",
                        "dev.runwatch.dashboards..",
                        "dev.runwatch.environments..")))
        .check(CLASSES);
  }

  @Test
  void nothingDependsOnTheStack() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.runwatch.cdk..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.runwatch.cdk..")
        .check(CLASSES);
  }

  /** The class path of the app starts with every {@code cdk} command. */
  @Test
  void theSdkForJavaIsNotOnTheClassPath() {
    assertThat(System.getProperty("java.class.path")).doesNotContain("awssdk");
  }

  @Test
  void packagesHaveNoCycle() {
    slices().matching("dev.runwatch.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void templatesDoNotDependOnTheLocale() {
    noClasses()
        .that()
        .resideInAPackage("dev.runwatch.cdk..")
        .should()
        .callMethod(String.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(String.class, "formatted", Object[].class)
        .orShould()
        .callMethod(String.class, "toLowerCase")
        .orShould()
        .callMethod(String.class, "toUpperCase")
        .because("the same environment must have the same template everywhere")
        .check(CLASSES);
  }
}
