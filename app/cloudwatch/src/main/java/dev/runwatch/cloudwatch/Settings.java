/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import io.micrometer.cloudwatch2.CloudWatchConfig;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.validate.InvalidReason;
import io.micrometer.core.instrument.config.validate.Validated;
import java.util.ArrayList;
import java.util.List;

/** Reads settings of types that Micrometer's {@code PropertyValidator} has no method for. */
final class Settings {

  private Settings() {}

  static Validated<Long> bytes(CloudWatchConfig config, String setting) {
    String property = config.prefix() + '.' + setting;
    String value = config.get(property);
    if (value == null) {
      return Validated.valid(property, null);
    }
    try {
      return Validated.valid(property, Long.valueOf(value.trim()));
    } catch (NumberFormatException e) {
      return Validated.invalid(
          property, value, "must be a whole number of bytes", InvalidReason.MALFORMED, e);
    }
  }

  static Validated<Double> number(CloudWatchConfig config, String setting) {
    String property = config.prefix() + '.' + setting;
    String value = config.get(property);
    if (value == null) {
      return Validated.valid(property, null);
    }
    try {
      return Validated.valid(property, Double.valueOf(value.trim()));
    } catch (NumberFormatException e) {
      return Validated.invalid(property, value, "must be a number", InvalidReason.MALFORMED, e);
    }
  }

  /** Tags as {@code name=value}, separated by commas. */
  static Validated<Tags> tags(CloudWatchConfig config, String setting) {
    String property = config.prefix() + '.' + setting;
    String value = config.get(property);
    if (value == null) {
      return Validated.valid(property, null);
    }
    List<Tag> tags = new ArrayList<>();
    for (String pair : value.split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        return Validated.invalid(
            property, value, "must be name=value, separated by commas", InvalidReason.MALFORMED);
      }
      tags.add(Tag.of(pair.substring(0, equals).trim(), pair.substring(equals + 1).trim()));
    }
    return Validated.valid(property, Tags.of(tags));
  }
}
