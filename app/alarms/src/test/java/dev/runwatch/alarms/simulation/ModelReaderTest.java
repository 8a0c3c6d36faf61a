/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.definition.InvalidDefinitionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelReaderTest {

  @TempDir private Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("model.yaml"), text.replace("; ", "\n"));
  }

  @Test
  void aModelHasABaseGroupsSteadyValuesAndSteps() throws IOException {
    Model model =
        ModelReader.read(
            file(
                "base: {failure_rate: 0.02}; groups: {runs_per_minute: [1, 10]}; "
                    + "steady: {failure_rate: [0.05]}; steps: {failure_rate: [0.5, 1]}"));
    assertThat(model.base().get(Parameter.FAILURE_RATE)).isEqualTo(0.02);
    assertThat(model.base().get(Parameter.RUNNERS)).isEqualTo(3);
    assertThat(model.across()).isEqualTo(Parameter.RUNS_PER_MINUTE);
    assertThat(model.groups()).containsExactly(1.0, 10.0);
    assertThat(model.varied()).isEqualTo(Parameter.FAILURE_RATE);
    assertThat(model.steady()).containsExactly(0.05);
    assertThat(model.steps()).containsExactly(0.5, 1.0);
  }

  @Test
  void everySpecifiedAlarmHasAModel() {
    for (String name : Alarms.SPECIFIED) {
      Path file = Alarms.DIRECTORY.resolve("models").resolve(name + ".yaml");
      assertThat(ModelReader.read(file).groups()).as(name).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          base: {late: 0.1}                        | there is nothing to try
          base: {failure_rat: 0.1}; steady: {late: [0]} | did you mean failure_rate?
          steady: {failure_rate: [2]}              | 2 is out of range
          steady: {failure_rate: [x]}              | an entry is not a number
          steady: {failure_rate: []}               | it has 0 values
          steady: {late: [0], lost: [0]}           | it does not name one parameter
          steady: {late: [0]}; steps: {lost: [0]}  | it varies lost and steady another parameter
          steady: {late: [0]}; stepps: {late: [0]} | did you mean steps?
          [1, 2]                                   | not a mapping
          """)
  void aFaultNamesWhatIsWrong(String text, String reason) throws IOException {
    Path file = file(text);
    InvalidDefinitionException e =
        catchThrowableOfType(InvalidDefinitionException.class, () -> ModelReader.read(file));
    assertThat(e.faults().toString()).contains(reason);
  }
}
