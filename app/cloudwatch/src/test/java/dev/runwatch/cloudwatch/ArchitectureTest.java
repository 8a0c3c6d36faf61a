/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.runwatch.cloudwatch");

  @Test
  void packagesHaveNoCycle() {
    slices().matching("dev.runwatch.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void thePublicApiExposesNoInternalType() {
    methods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .resideInAPackage("dev.runwatch.cloudwatch")
        .should()
        .notHaveRawReturnType(JavaClass.Predicates.resideInAPackage("..internal.."))
        .check(CLASSES);
  }

  @Test
  void internalPackagesDoNotDependOnTheApi() {
    noClasses()
        .that()
        .resideInAPackage("dev.runwatch.cloudwatch.internal..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.runwatch.cloudwatch")
        .check(CLASSES);
  }

  @Test
  void theModuleNeedsMicrometerTheSdkAndNothingElse() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.net.ssl..",
            "dev.runwatch.common..",
            "dev.runwatch.cloudwatch..",
            "io.micrometer..",
            "software.amazon.awssdk..",
            "org.slf4j..",
            "org.jspecify..")
        .check(CLASSES);
  }
}
