/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.Tag;

/**
 * A deployed alarm as properties by CloudFormation's names, which are also those of DescribeAlarms.
 * Every field that the SDK's model has is there, so a property that a newer SDK knows needs no
 * change here.
 */
public final class DescribedProperties {

  private static final String TAGS = "Tags";

  private static final Set<String> KNOWN =
      MetricAlarm.builder().build().sdkFields().stream()
          .map(SdkField::memberName)
          .collect(Collectors.toUnmodifiableSet());

  private DescribedProperties() {}

  /**
   * The answer of DescribeAlarms: properties, state and times.
   *
   * @return maps, lists, texts, numbers and truth values; what AWS left out is absent, and so is an
   *     empty list, which DescribeAlarms returns for properties that an alarm does not have
   */
  public static Map<String, Object> of(MetricAlarm alarm) {
    return fields(alarm);
  }

  /** The same with the answer of ListTagsForResource as the property {@code Tags}. */
  public static Map<String, Object> of(MetricAlarm alarm, List<Tag> tags) {
    Map<String, Object> properties = fields(alarm);
    properties.put(TAGS, tags.stream().map(DescribedProperties::fields).toList());
    return properties;
  }

  /** Whether this version of the SDK has a property of an alarm. */
  public static boolean has(String property) {
    return KNOWN.contains(property) || property.equals(TAGS);
  }

  private static Map<String, Object> fields(SdkPojo pojo) {
    Map<String, Object> fields = new TreeMap<>();
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = value(field.getValueOrDefault(pojo));
      if (value != null) {
        fields.put(field.memberName(), value);
      }
    }
    return fields;
  }

  private static @Nullable Object value(@Nullable Object value) {
    if (value == null || (value instanceof List<?> list && list.isEmpty())) {
      return null;
    }
    if (value instanceof SdkPojo pojo) {
      return fields(pojo);
    }
    if (value instanceof List<?> list) {
      List<Object> values = new ArrayList<>();
      for (Object item : list) {
        Object each = value(item);
        if (each != null) {
          values.add(each);
        }
      }
      return values;
    }
    return value instanceof Number || value instanceof Boolean ? value : value.toString();
  }
}
