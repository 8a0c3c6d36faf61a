/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.documents;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The commands of a Markdown document: of its shell blocks, indented lines and code spans. */
final class MarkdownCommands {

  private static final Set<String> PROGRAMS =
      Set.of("./runwatch", "./mvnw", "npx", "aws", "curl", "cd");
  private static final Set<String> SHELLS = Set.of("", "sh", "bash", "shell", "console");
  private static final Pattern FENCE = Pattern.compile("\\s*(```+|~~~+)\\s*(\\w*).*");
  private static final Pattern SPAN =
      Pattern.compile("(?s)(?<!`)(`+)(?!`)((?:(?!\\n\\s*\\n).)+?)(?<!`)\\1(?!`)");
  private static final Pattern CHOICE = Pattern.compile("\\w+(\\|\\w+)+");

  private final Path file;
  private final List<DocumentedCommand> commands = new ArrayList<>();

  private MarkdownCommands(Path file) {
    this.file = file;
  }

  static List<DocumentedCommand> of(Path file, String text) {
    MarkdownCommands found = new MarkdownCommands(file);
    found.read(text);
    return found.commands;
  }

  private void read(String text) {
    List<String> lines = text.lines().toList();
    StringBuilder prose = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      if (!fence.matches()) {
        if (lines.get(i).matches("(\\t| {4,}).*") && startsWithProgram(lines.get(i))) {
          add(i + 1, lines.get(i), null);
          prose.append('\n');
        } else {
          prose.append(lines.get(i)).append('\n');
        }
        continue;
      }
      int end = i + 1;
      while (end < lines.size() && !lines.get(end).strip().startsWith(fence.group(1))) {
        end++;
      }
      if (SHELLS.contains(fence.group(2))) {
        block(i + 1, lines.subList(i + 1, Math.min(end, lines.size())));
      }
      prose.append("\n".repeat(end - i + 1));
      i = end;
    }
    spans(prose.toString());
  }

  /** A shell block; {@code cd} holds for the lines after it. */
  private void block(int before, List<String> lines) {
    Path folder = null;
    for (int i = 0; i < lines.size(); i++) {
      int first = i;
      StringBuilder line = new StringBuilder(lines.get(i).replaceFirst("^\\s*\\$ ", ""));
      while (line.toString().endsWith("\\") && i + 1 < lines.size()) {
        line.setLength(line.length() - 1);
        line.append(lines.get(++i));
      }
      folder = add(before + first + 1, line.toString(), folder);
    }
  }

  private void spans(String prose) {
    Matcher span = SPAN.matcher(prose);
    while (span.find()) {
      int line = 1 + (int) prose.substring(0, span.start(2)).chars().filter(c -> c == '\n').count();
      String code = span.group(2).replace('\n', ' ').replace("\\|", "|").strip();
      if (startsWithProgram(code)) {
        for (String one : choices(code)) {
          add(line, one, null);
        }
      }
    }
  }

  /** {@code a|b} without blanks is a choice, not a pipe. */
  private static List<String> choices(String code) {
    Matcher choice = CHOICE.matcher(code);
    if (!choice.find()) {
      return List.of(code);
    }
    List<String> all = new ArrayList<>();
    for (String one : choice.group().split("\\|", -1)) {
      all.add(code.substring(0, choice.start()) + one + code.substring(choice.end()));
    }
    return all;
  }

  private static boolean startsWithProgram(String code) {
    List<List<String>> commands = ShellLine.commands(code.strip());
    // The name of a program alone is a mention of it, not a command.
    return !commands.isEmpty()
        && PROGRAMS.contains(commands.get(0).get(0))
        && (commands.size() > 1 || commands.get(0).size() > 1);
  }

  private @Nullable Path add(int line, String shell, @Nullable Path folder) {
    Path now = folder;
    for (List<String> words : ShellLine.commands(shell)) {
      if (words.get(0).equals("cd") && words.size() == 2) {
        now = (now == null ? Path.of("") : now).resolve(words.get(1)).normalize();
      } else if (PROGRAMS.contains(words.get(0))) {
        // An ellipsis says that more may follow.
        List<String> shown = words.stream().filter(word -> !word.equals("…")).toList();
        commands.add(new DocumentedCommand(file, line, shown, now));
      }
    }
    return now;
  }
}
