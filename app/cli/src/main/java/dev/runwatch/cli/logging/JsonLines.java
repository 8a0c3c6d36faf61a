/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.runwatch.common.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.event.KeyValuePair;

/**
 * Writes each event as a line with a JSON object: {@code at}, {@code level}, {@code logger}, {@code
 * thread}, {@code message}, {@code error} if something was thrown, and the keys of the event beside
 * them.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {

  private static final byte[] NOTHING = new byte[0];

  @Override
  public byte[] encode(ILoggingEvent event) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", event.getInstant().truncatedTo(ChronoUnit.MILLIS).toString());
    line.put("level", event.getLevel().toString());
    String logger = event.getLoggerName();
    line.put("logger", logger.substring(logger.lastIndexOf('.') + 1));
    line.put("thread", event.getThreadName());
    line.put("message", event.getFormattedMessage());
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      line.put("error", thrown.getClassName() + ": " + thrown.getMessage());
    }
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> line.putIfAbsent(pair.key, value(pair.value)));
    }
    String json = Json.mapper().writeValueAsString(line);
    return (json + System.lineSeparator()).getBytes(StandardCharsets.UTF_8);
  }

  private static Object value(Object value) {
    return value instanceof Number || value instanceof Boolean
        ? value
        : value instanceof Instant instant ? instant.toString() : Objects.toString(value);
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
