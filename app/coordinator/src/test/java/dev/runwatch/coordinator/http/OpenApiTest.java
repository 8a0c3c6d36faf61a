/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.testing.Repository;
import dev.runwatch.testing.contract.ApiDocument;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The documents of the interface name what is served, and nothing else. */
final class OpenApiTest {

  @Test
  void theDocumentHasTheRegisteredRoutesAndNoOthers() {
    assertThat(ApiDocument.present().operations())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Endpoint.values()).map(Endpoint::routeName).toList());
  }

  @Test
  void everyReferenceOfTheDocumentHasATarget() {
    JsonNode document = ApiDocument.present().json();
    List<String> references = new ArrayList<>();
    document.findValues("$ref").forEach(node -> references.add(node.asString()));
    assertThat(references).isNotEmpty();
    assertThat(references)
        .allSatisfy(it -> assertThat(document.at(it.substring(1)).isMissingNode()).isFalse());
  }

  @Test
  void thePageThatAPersonReadsNamesEveryRouteSchemaFieldAndErrorCode() throws Exception {
    String page = Files.readString(Repository.root().resolve("docs/http-api.md"));
    JsonNode document = ApiDocument.present().json();
    assertThat(ApiDocument.present().operations())
        .allSatisfy(operation -> assertThat(page).contains("`" + operation + "`"));
    TreeSet<String> codes = new TreeSet<>();
    document
        .path("components")
        .path("responses")
        .findValues("enum")
        .forEach(list -> list.forEach(code -> codes.add(code.asString())));
    assertThat(codes).contains("not_owner", "too_slow");
    assertThat(codes).allSatisfy(code -> assertThat(page).contains("`" + code + "`"));
    for (String schema :
        new String[] {
          "NewRun", "Demands", "Run", "Registration", "Registered", "Heartbeat", "Runner"
        }) {
      assertThat(
              document
                  .path("components")
                  .path("schemas")
                  .path(schema)
                  .path("properties")
                  .propertyNames())
          .allSatisfy(field -> assertThat(page).as(schema).contains("`" + field + "`"));
    }
  }
}
