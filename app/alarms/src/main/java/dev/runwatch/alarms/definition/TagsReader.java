/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import dev.runwatch.alarms.yaml.MappingReader;
import dev.runwatch.alarms.yaml.Node;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code Tags}. Those of Runwatch's own alarms are checked. Of other alarms the tags that are
 * texts are read: an intrinsic function in a tag does not keep an alarm from being evaluated.
 */
final class TagsReader {

  /** Source: "Tag" of the CloudWatch API reference. The stack sets the rest of the 50. */
  private static final int MAX_TAGS = 50 - DeployedAlarm.STACK_TAGS.size();

  private static final int MAX_KEY = 128;
  private static final int MAX_VALUE = 256;

  private final MappingReader fields;
  private final String name;
  private final DefinitionDraft draft;

  TagsReader(MappingReader fields, String name, DefinitionDraft draft) {
    this.fields = fields;
    this.name = name;
    this.draft = draft;
  }

  void read() {
    List<Node> items = fields.items(name);
    for (int i = 0; i < items.size(); i++) {
      if (draft.own) {
        Optional<MappingReader> tag =
            MappingReader.of(items.get(i), name + "[" + i + "]", fields.faults());
        tag.ifPresent(this::readOwn);
      } else if (items.get(i) instanceof Node.Mapping tag
          && tag.entries().get("Key") instanceof Node.Scalar key
          && tag.entries().get("Value") instanceof Node.Scalar value) {
        draft.tags.put(key.text(), value.text());
      }
    }
    if (draft.own && draft.tags.size() > MAX_TAGS) {
      fields.fault(name, "there are " + draft.tags.size(), "give at most " + MAX_TAGS);
    }
  }

  private void readOwn(MappingReader tag) {
    tag.require("Key", "write  Key: and the tag's name");
    tag.require("Value", "write  Value: and its value");
    Optional<String> key = tag.text("Key");
    Optional<String> value = tag.text("Value");
    tag.refuseOthers();
    if (key.isEmpty() || value.isEmpty()) {
      return;
    }
    if (key.get().length() > MAX_KEY || key.get().startsWith("aws:")) {
      tag.fault("Key", "'" + key.get() + "' is not a key", "write 1 to 128 characters, not aws:…");
    } else if (DeployedAlarm.STACK_TAGS.contains(key.get())) {
      tag.fault("Key", "the stack sets the tag '" + key.get() + "'", "choose another key");
    } else if (value.get().length() > MAX_VALUE) {
      tag.fault("Value", "it has " + value.get().length() + " characters", "write at most 256");
    } else if (draft.tags.put(key.get(), value.get()) != null) {
      tag.fault("Key", "'" + key.get() + "' is given twice", "keep one");
    }
  }
}
