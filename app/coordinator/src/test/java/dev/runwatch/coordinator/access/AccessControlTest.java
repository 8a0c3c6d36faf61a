/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessControlTest {

  @TempDir Path folder;

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("tokens"), text);
  }

  private static String line(Role role, String name, String secret) {
    return new Token(role, name, Token.hash(secret)).line() + "\n";
  }

  @Test
  void aCallerIsTheNameAndRoleOfItsToken() throws Exception {
    String text = "# tokens\n\n" + line(Role.CLIENT, "ci", "one") + line(Role.RUNNER, "r.1", "two");
    try (AccessControl access = AccessControl.reading(file(text + "  # end"))) {
      assertThat(access.authenticate("Bearer one")).contains(new Caller(Role.CLIENT, "ci"));
      assertThat(access.authenticate("bearer  two ")).contains(new Caller(Role.RUNNER, "r.1"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Bearer", "Bearer ", "Bearer three", "Basic one", "one", "Bearer ONE"})
  void anythingElseIsNobody(String header) throws Exception {
    try (AccessControl access = AccessControl.reading(file(line(Role.ADMIN, "a", "one")))) {
      assertThat(access.authenticate(header)).isEmpty();
      assertThat(access.authenticate(null)).isEmpty();
    }
  }

  @Test
  void theHashItselfIsNoToken() throws Exception {
    try (AccessControl access = AccessControl.reading(file(line(Role.ADMIN, "a", "one")))) {
      assertThat(access.authenticate("Bearer " + Token.hash("one"))).isEmpty();
    }
  }

  @Test
  void aChangedFileCountsWithin5SecondsAndABrokenOneDoesNot() throws Exception {
    Path file = file(line(Role.ADMIN, "a", "one"));
    try (AccessControl access = AccessControl.reading(file)) {
      Files.writeString(file, "no such role\n");
      Files.writeString(file, line(Role.ADMIN, "a", "two"));
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> access.authenticate("Bearer two").isPresent());
      assertThat(access.authenticate("Bearer one")).isEmpty();
      Files.writeString(file, "broken");
      await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(5))
          .until(() -> access.authenticate("Bearer two").isPresent());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "client ci, ROLE NAME SHA256-HEX",
    "root ci 00, 'client, runner, metrics, admin'",
    "client c/i 0000000000000000000000000000000000000000000000000000000000000000, A-Z",
    "client ci rw_secret, 64 digits",
    "'# nothing', has no token"
  })
  void aFileThatCannotBeUsedSaysWhereAndWhyButNotWhatItHolds(String text, String why)
      throws Exception {
    Path file = file("# first\n" + text);
    assertThatThrownBy(() -> AccessControl.reading(file))
        .isInstanceOf(InvalidTokensException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(why)
        .hasMessageNotContaining("rw_secret")
        .hasMessageNotContaining("\n");
  }

  @Test
  void secretsAreLongAndDiffer() {
    String secret = Token.newSecret();
    assertThat(secret).hasSize(67).startsWith("rw_").isNotEqualTo(Token.newSecret());
    assertThat(Token.hash(secret)).hasSize(64).doesNotContain(secret.substring(3, 20));
  }
}
