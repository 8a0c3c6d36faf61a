/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.common;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON mappers of Runwatch. Components of records are named in snake_case. All mappers refuse a
 * name that occurs twice in an object and text after the value, because one of two readers would
 * see another document. Needs jackson-databind, which a module that uses this class has among its
 * own dependencies. Thread-safe.
 */
public final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder(factory(StreamReadConstraints.defaults()))
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** The mapper for files, account data and answers: numbers with a fraction are doubles. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /**
   * A mapper that writes every number as it was read, for documents that are handed on: a double
   * would change 0.1000000000000000055 and make 1e400 infinite.
   *
   * @param limits how deep and how long documents may be
   */
  public static JsonMapper exact(StreamReadConstraints limits) {
    return JsonMapper.builder(factory(limits))
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .build();
  }

  /**
   * A value as UTF-8. Half a surrogate pair, which JSON allows as an escape, becomes a question
   * mark; Jackson's own writer to bytes throws an exception.
   */
  public static byte[] bytes(Object value) {
    return MAPPER.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
  }

  private static JsonFactory factory(StreamReadConstraints limits) {
    return JsonFactory.builder()
        .streamReadConstraints(limits)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .build();
  }
}
