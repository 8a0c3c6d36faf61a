/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MarkdownCommandsTest {

  @Test
  void commandsAreFoundInBlocksSpansAndIndentedLines() {
    assertThat(
            found(
                """
        Text `curl -d '{"a b":1}'
        http://127.0.0.1:8765/runs` and `not a command`.

        ```sh
        AWS_REGION=x ./runwatch local --minute 2s   # a comment with ./runwatch in it
        npx cdk deploy \\
          -c env=prod > out 2>&1; ./runwatch verify | grep '|'
        ```

        ```java
        ./runwatch("is no command here")
        ```

        | table | `./runwatch alarms test\\|lint` |

            ./runwatch runner --executors 'a,b=jq .c|length'
        """))
        .containsExactlyInAnyOrder(
            List.of("curl", "-d", "{\"a b\":1}", "http://127.0.0.1:8765/runs"),
            List.of("./runwatch", "local", "--minute", "2s"),
            List.of("npx", "cdk", "deploy", "-c", "env=prod"),
            List.of("./runwatch", "verify"),
            List.of("./runwatch", "alarms", "test"),
            List.of("./runwatch", "alarms", "lint"),
            List.of("./runwatch", "runner", "--executors", "a,b=jq .c|length"));
  }

  @Test
  void aCommandHasItsLineAndTheFolderThatCdGivesIt() {
    List<DocumentedCommand> commands =
        MarkdownCommands.of(
            Path.of("a.md"),
            """
            one

            ```
            ./runwatch local
            cd infra/cdk && npx cdk synth
            cd ../.. && ./runwatch verify
            ```

            At the end
            `./runwatch metrics`.
            """);
    assertThat(commands).extracting(DocumentedCommand::line).containsExactly(4, 5, 6, 10);
    assertThat(commands)
        .extracting(DocumentedCommand::folder)
        .containsExactly(null, Path.of("infra/cdk"), Path.of(""), null);
  }

  private static List<List<String>> found(String text) {
    return MarkdownCommands.of(Path.of("a.md"), text).stream()
        .map(DocumentedCommand::words)
        .toList();
  }
}
