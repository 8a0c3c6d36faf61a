/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a service writes to standard error. */
final class LogFormatTest {

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

  @BeforeEach
  void capture() throws Exception {
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    configure();
  }

  @AfterEach
  void restore() throws Exception {
    System.setErr(before);
    configure();
  }

  /** As a process begins. */
  private void configure() throws Exception {
    context.reset();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LogFormat.class.getResource("/logback.xml"));
  }

  private String log(LogFormat format) throws Exception {
    Logger logger = context.getLogger("dev.runwatch.coordinator.TransitionLog");
    logger.info("not wanted before a service says so");
    try (AutoCloseable open = format.use()) {
      assertThat(open).isNotNull();
      logger
          .atInfo()
          .addKeyValue("run_id", "run_0123456789ab")
          .addKeyValue("attempt", 2)
          .log("Run \"changed\"\n");
      logger.warn("It failed", new IllegalStateException("why"));
    }
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void jsonIsAnObjectInEachLineWithTheKeysOfTheEvent() throws Exception {
    String[] lines = log(LogFormat.JSON).split("\n");
    assertThat(lines).hasSize(2);
    JsonNode first = JsonMapper.shared().readTree(lines[0]);
    assertThat(first.path("message").asString()).isEqualTo("Run \"changed\"\n");
    assertThat(first.path("level").asString()).isEqualTo("INFO");
    assertThat(first.path("logger").asString()).isEqualTo("TransitionLog");
    assertThat(first.path("at").asString()).endsWith("Z");
    assertThat(first.path("run_id").asString()).isEqualTo("run_0123456789ab");
    assertThat(first.path("attempt").asInt(0)).isEqualTo(2);
    JsonNode second = JsonMapper.shared().readTree(lines[1]);
    assertThat(second.path("error").asString()).isEqualTo("java.lang.IllegalStateException: why");
  }

  @Test
  void textShowsTheKeysOfTheEventToo() throws Exception {
    assertThat(log(LogFormat.TEXT))
        .contains("run_id=\"run_0123456789ab\" attempt=\"2\"")
        .contains("It failed\n")
        .doesNotContain("not wanted");
  }
}
