// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An executor in Java: counts the words of a file.
 *
 * <p>Parameters: {@code path}, the file; {@code result}, a file for the counts (optional). Start it
 * with {@code java docs/executors/WordCount.java}. It has no library for JSON, and reads the two
 * names with patterns; take a library for more.
 */
final class WordCount {

  private static volatile Path partial;

  public static void main(String[] arguments) throws IOException {
    // The hook runs on SIGTERM: it removes what is half written. SIGKILL follows 5 s later.
    Runtime.getRuntime().addShutdownHook(new Thread(WordCount::cleanUp));
    String run = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    String path = parameter(run, "path");
    if (path == null) {
      System.err.println("parameters.path is missing: it must be the name of a file");
      System.exit(1);
    }
    try {
      Map<String, Integer> counts = count(Path.of(path));
      String result = parameter(run, "result");
      if (result != null) {
        save(counts, Path.of(result).toAbsolutePath());
      }
      int words = counts.values().stream().mapToInt(Integer::intValue).sum();
      System.out.println("{\"words\": " + words + ", \"different\": " + counts.size() + "}");
    } catch (IOException e) {
      System.err.println("cannot count the words of " + path + ": " + e);
      System.exit(1);
    }
  }

  private static Map<String, Integer> count(Path file) throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      for (String word : line.split("\\s+")) {
        if (!word.isEmpty()) {
          counts.merge(word, 1, Integer::sum);
        }
      }
    }
    return counts;
  }

  /** Writes the counts whole or not at all, so that a second attempt finds no half file. */
  private static void save(Map<String, Integer> counts, Path file) throws IOException {
    partial = Files.createTempFile(file.getParent(), "counts-", ".partial");
    StringBuilder lines = new StringBuilder();
    counts.forEach((word, times) -> lines.append(times).append('\t').append(word).append('\n'));
    Files.writeString(partial, lines);
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void cleanUp() {
    try {
      if (partial != null) {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      System.err.println("cannot delete " + partial + ": " + e);
    }
  }

  /** The text of a parameter without escapes, or null. */
  private static String parameter(String run, String name) {
    Matcher matcher =
        Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"\\\\]*)\"").matcher(run);
    return matcher.find() ? matcher.group(1) : null;
  }
}
