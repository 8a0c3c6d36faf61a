/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code docs/openapi.yaml}, and whether what was exchanged agrees with it. */
public final class ApiDocument {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCHEMAS = "#/components/schemas/";

  /** A method that a server refuses may be none that a document can name. */
  private static final int METHOD_NOT_ALLOWED = 405;

  private static final ApiDocument PRESENT = read();

  private final JsonNode document;
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private ApiDocument(JsonNode document) {
    this.document = document;
  }

  /** The document of this checkout. */
  public static ApiDocument present() {
    return PRESENT;
  }

  private static ApiDocument read() {
    try {
      String yaml = Files.readString(Repository.root().resolve("docs/openapi.yaml"));
      Object tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
      return new ApiDocument(JSON.valueToTree(tree));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The document as JSON. */
  public JsonNode json() {
    return document;
  }

  /** Each operation as {@code POST /runs}. */
  public List<String> operations() {
    List<String> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (String method : path.getValue().propertyNames()) {
        if (!method.equals("parameters")) {
          operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
        }
      }
    }
    return operations;
  }

  /** Fails if a request and its response are not as the document says. */
  void check(String method, String target, byte @Nullable [] body, Answer answer) {
    String path = target.replaceFirst("\\?.*", "");
    JsonNode operation = operation(method.equals("HEAD") ? "GET" : method, path);
    if (operation == null || answer.status() == METHOD_NOT_ALLOWED) {
      checkUnmatched(answer, method);
      return;
    }
    String what = method + " " + target + " -> " + answer;
    JsonNode response = operation.path("responses").path(String.valueOf(answer.status()));
    assertThat(response.isObject()).as("documented: " + what).isTrue();
    checkResponse(resolved(response), method, answer, what);
    JsonNode request = operation.path("requestBody").path("content").path("application/json");
    if (answer.status() / 100 == 2 && body != null && request.isObject()) {
      checkBody(request.path("schema"), new String(body, StandardCharsets.UTF_8), what);
    }
  }

  private void checkUnmatched(Answer answer, String method) {
    if (method.equals("HEAD") || answer.status() == 413) {
      return;
    }
    String name =
        switch (answer.status()) {
          case 400 -> "BadRequest";
          case 401 -> "Unauthenticated";
          case 403 -> "Forbidden";
          case METHOD_NOT_ALLOWED -> "MethodNotAllowed";
          default -> "NotFound";
        };
    JsonNode response = document.path("components").path("responses").path(name);
    checkResponse(response, method, answer, "no operation -> " + answer);
  }

  private void checkResponse(JsonNode response, String method, Answer answer, String what) {
    for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
      JsonNode described = resolved(header.getValue());
      String value = answer.header(header.getKey());
      if (described.path("required").asBoolean(false)) {
        assertThat(value).as(header.getKey() + " of " + what).isNotEmpty();
      }
      if (described.path("schema").has("const")) {
        assertThat(value).isEqualTo(described.path("schema").path("const").asString());
      }
    }
    if (method.equals("HEAD")) {
      return;
    }
    JsonNode content = response.path("content");
    if (content.isMissingNode()) {
      assertThat(answer.body()).as(what).isEmpty();
      return;
    }
    String type = answer.header("Content-Type").replaceFirst(";.*", "");
    assertThat(content.has(type)).as("the type " + type + " of " + what).isTrue();
    if (type.equals("application/json")) {
      checkBody(content.path(type).path("schema"), answer.body(), what);
    }
  }

  /** Fails if a text is not JSON as a named schema of the document describes it. */
  public void check(String schema, String json) {
    checkBody(JSON.createObjectNode().put("$ref", SCHEMAS + schema), json, schema);
  }

  private void checkBody(JsonNode schema, String body, String what) {
    JsonNode node;
    try {
      node = JSON.readTree(body);
    } catch (JacksonException e) {
      throw new AssertionError(what + " has a body that is not JSON", e);
    }
    List<Error> errors = schemas.computeIfAbsent(schema.toString(), this::compile).validate(node);
    assertThat(errors).as(what).isEmpty();
  }

  private Schema compile(String schema) {
    ObjectNode whole = (ObjectNode) JSON.readTree(schema.replace(SCHEMAS, "#/$defs/"));
    String definitions = document.path("components").path("schemas").toString();
    whole.set("$defs", JSON.readTree(definitions.replace(SCHEMAS, "#/$defs/")));
    return registry.getSchema(whole);
  }

  private JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asString("");
    return reference.isEmpty() ? node : document.at(reference.substring(1));
  }

  private @Nullable JsonNode operation(String method, String path) {
    for (Map.Entry<String, JsonNode> entry : document.path("paths").properties()) {
      String pattern = entry.getKey().replaceAll("\\{[a-z]+}", "[^/]+");
      JsonNode operation = entry.getValue().get(method.toLowerCase(Locale.ROOT));
      if (path.matches(pattern) && operation != null) {
        return operation;
      }
    }
    return null;
  }
}
