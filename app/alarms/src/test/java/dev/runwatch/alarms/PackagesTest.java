/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The order of the module's packages. */
final class PackagesTest {

  private static final String BASE = "dev.runwatch.alarms";

  /** Lowest first. A package may depend on those of the lines above its own. */
  private static final List<List<String>> ORDER =
      List.of(
          List.of("yaml"),
          List.of("math"),
          List.of("definition"),
          List.of("evaluation"),
          List.of("scenario", "backtest"),
          List.of("explain", "lint", "export", "simulation"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(BASE);

  static List<String> packages() {
    return ORDER.stream().flatMap(List::stream).toList();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageDependsOnEarlierPackagesOnly(String name) {
    List<String> allowed = new ArrayList<>(List.of(BASE + "." + name + ".."));
    for (List<String> level : ORDER) {
      if (level.contains(name)) {
        break;
      }
      level.forEach(earlier -> allowed.add(BASE + "." + earlier + ".."));
    }
    noClasses()
        .that()
        .resideInAPackage(BASE + "." + name + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(BASE + "..")
                .and(resideOutsideOfPackages(allowed.toArray(String[]::new))))
        .check(CLASSES);
  }

  @Test
  void everyPackageHasItsPlaceInTheOrder() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrderElementsOf(
            packages().stream().map(name -> BASE + "." + name).toList());
  }

  @Test
  void aDefinitionDoesNotKnowItsLoader() {
    noClasses()
        .that()
        .haveSimpleName("AlarmDefinition")
        .should()
        .dependOnClassesThat()
        .haveSimpleNameEndingWith("Loader")
        .orShould()
        .dependOnClassesThat()
        .haveSimpleNameEndingWith("Reader")
        .check(CLASSES);
  }
}
