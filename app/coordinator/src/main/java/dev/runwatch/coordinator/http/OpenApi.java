/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The OpenAPI document of this service, which is kept as {@code docs/openapi.yaml}. */
final class OpenApi {

  /** Read when somebody asks for it first. */
  private static final class Document {
    private static final String JSON = read();

    private static String read() {
      try (InputStream yaml = OpenApi.class.getResourceAsStream("openapi.yaml")) {
        if (yaml == null) {
          throw new IllegalStateException("openapi.yaml is not on the class path");
        }
        return Json.write(new Load(LoadSettings.builder().build()).loadFromInputStream(yaml));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private OpenApi() {}

  /** The document as JSON. */
  static String json() {
    return Document.JSON;
  }
}
