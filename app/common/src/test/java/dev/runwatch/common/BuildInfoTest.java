/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.common;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class BuildInfoTest {

  @Test
  void theVersionIsThatOfTheRootPom() throws IOException {
    Matcher version =
        Pattern.compile("<version>(.*?)</version>")
            .matcher(Files.readString(Repository.root().resolve("pom.xml")));
    assertThat(version.find()).isTrue();
    assertThat(BuildInfo.current().version()).isEqualTo(version.group(1));
  }

  @Test
  void theCommitIsAnAbbreviatedHashOrUnknownWithoutARepository() {
    if (Files.exists(Repository.root().resolve(".git"))) {
      assertThat(BuildInfo.current().commit()).matches("[0-9a-f]{7,40}(-dirty)?");
    } else {
      assertThat(BuildInfo.current().commit()).isEqualTo("unknown");
    }
  }
}
