/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The YAML files of a folder: every entry whose name ends in {@code .yaml} or {@code .yml}, in
 * upper or lower case. Each of them is either listed or refused by name; none is skipped. Entries
 * with other names are no YAML files, and subfolders are not searched.
 *
 * @param files the files to read, in the order of their names
 * @param faults one for each entry that is refused; one about the folder if it cannot be listed
 */
public record YamlFolder(List<Path> files, List<Fault> faults) {

  private static final Pattern NAME = Pattern.compile("(?i).*\\.ya?ml");

  public YamlFolder {
    files = List.copyOf(files);
    faults = List.copyOf(faults);
  }

  /**
   * Lists a folder.
   *
   * @param folder the folder; where it does not exist, that is a fault
   */
  public static YamlFolder of(Path folder) {
    List<Path> entries;
    try (Stream<Path> all = Files.list(folder)) {
      entries = all.filter(YamlFolder::hasName).sorted().toList();
    } catch (IOException e) {
      String reason = Files.exists(folder) ? "it cannot be listed" : "there is no such folder";
      return new YamlFolder(
          List.of(), List.of(new Fault(folder.toString(), 0, "", reason, "check the path")));
    }
    Map<String, Path> files = new TreeMap<>();
    List<Fault> faults = new ArrayList<>();
    for (Path entry : entries) {
      String name = name(entry);
      if (name.startsWith(".")) {
        faults.add(
            fault(entry, "a file whose name begins with a dot is not read", "rename or remove it"));
      } else if (!Files.isRegularFile(entry)) {
        faults.add(fault(entry, "it is not a file", "rename or remove it"));
      } else {
        Path same = files.putIfAbsent(stem(entry).toLowerCase(Locale.ROOT), entry);
        if (same != null) {
          faults.add(fault(entry, "its name is that of " + name(same), "rename or remove one"));
        }
      }
    }
    return new YamlFolder(files.values().stream().sorted().toList(), faults);
  }

  /** Whether a path has the name of a YAML file; it need not exist. */
  public static boolean hasName(Path path) {
    return NAME.matcher(name(path)).matches();
  }

  /** The name of a file without its extension: {@code queue} of {@code alarms/queue.yaml}. */
  public static String stem(Path file) {
    String name = name(file);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static Fault fault(Path file, String reason, String fix) {
    return new Fault(file.toString(), 0, "", reason, fix);
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
