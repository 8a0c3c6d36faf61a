/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.browser;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A page of the browser. One test uses it at a time. */
final class Page {

  private static final int TIMEOUT_SECONDS = 30;
  private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What the page wrote to its console as an error, and exceptions that nobody caught. */
  final List<String> errors = new CopyOnWriteArrayList<>();

  /** The address of every request. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
  private @Nullable WebSocket socket;

  private Page() {}

  static Page connect(HttpClient http, URI address) throws Exception {
    Page page = new Page();
    page.socket =
        http.newWebSocketBuilder()
            .buildAsync(address, page.new Listener())
            .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      page.command(domain + ".enable", Map.of());
    }
    return page;
  }

  /** Goes to an address and returns once the page is loaded. */
  void open(URI address) throws Exception {
    command("Page.navigate", Map.of("url", address.toString()));
    org.awaitility.Awaitility.await()
        .until(() -> evaluate("document.readyState").asString("").equals("complete"));
  }

  /** A window of this size, as a phone has it or not. */
  void size(int width, int height, boolean phone) throws Exception {
    command(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", phone));
  }

  /** The theme that the system asks for: {@code light} or {@code dark}. */
  void theme(String theme) throws Exception {
    command(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
  }

  /** The value of an expression; a promise is awaited. */
  JsonNode evaluate(String expression) throws Exception {
    JsonNode answer =
        command(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + " threw " + answer.path("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  /** Presses the button of a text; fails if there is none. */
  void press(String selector) throws Exception {
    if (!evaluate("(n => n && (n.click(), true))(document.querySelector(`" + selector + "`))")
        .asBoolean(false)) {
      throw new AssertionError("there is nothing at " + selector);
    }
  }

  int count(String selector) throws Exception {
    return evaluate("document.querySelectorAll(" + quoted(selector) + ").length").asInt(0);
  }

  /** The text of the first element, empty if there is none. */
  String text(String selector) throws Exception {
    return evaluate("document.querySelector(" + quoted(selector) + ")?.textContent ?? ''")
        .asString("");
  }

  List<String> texts(String selector) throws Exception {
    return strings(
        "[...document.querySelectorAll(" + quoted(selector) + ")].map(it => it.textContent)");
  }

  /** The value of an expression that is a list of texts. */
  List<String> strings(String expression) throws Exception {
    return evaluate(expression).valueStream().map(it -> it.asString("")).toList();
  }

  /** Brings an element to the top, and waits until it is drawn. */
  void scrolledTo(String selector) throws Exception {
    evaluate(
        "document.querySelector("
            + quoted(selector)
            + ").scrollIntoView({block: 'start', behavior: 'instant'})");
    evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
  }

  private static String quoted(String text) {
    return JSON.writeValueAsString(text);
  }

  /** Loads axe-core, which judges how well people with disabilities can use a page. */
  void loadAxe() throws Exception {
    try (InputStream in = Page.class.getResourceAsStream(AXE)) {
      evaluate(new String(Objects.requireNonNull(in, AXE).readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** What axe-core finds serious or critical, with the first places. */
  List<String> violations() throws Exception {
    return strings(
        "axe.run(document, {resultTypes: ['violations']}).then(it => it.violations"
            + ".filter(v => v.impact === 'serious' || v.impact === 'critical')"
            + ".map(v => v.id + ': ' + v.nodes.slice(0, 3)"
            + ".map(n => n.html.slice(0, 160) + ' ' + n.failureSummary).join(' | ')))");
  }

  /** Presses and releases the mouse between two points. */
  void drag(double fromX, double fromY, double toX, double toY) throws Exception {
    mouse("mouseMoved", fromX, fromY, 0);
    mouse("mousePressed", fromX, fromY, 1);
    mouse("mouseMoved", (fromX + toX) / 2, toY, 1);
    mouse("mouseMoved", toX, toY, 1);
    mouse("mouseReleased", toX, toY, 0);
  }

  private void mouse(String type, double x, double y, int buttons) throws Exception {
    command(
        "Input.dispatchMouseEvent",
        Map.of(
            "type",
            type,
            "x",
            x,
            "y",
            y,
            "button",
            type.equals("mouseMoved") ? "none" : "left",
            "buttons",
            buttons,
            "clickCount",
            1));
  }

  /** A picture of the window as PNG. */
  byte[] screenshot() throws Exception {
    JsonNode answer = command("Page.captureScreenshot", Map.of("format", "png"));
    return Base64.getDecoder().decode(answer.path("data").asString(""));
  }

  /** A command of the DevTools protocol and its result. */
  JsonNode command(String method, Map<String, ?> parameters) throws Exception {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    pending.put(id, answer);
    Objects.requireNonNull(socket)
        .sendText(
            JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    JsonNode message = answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    if (message.has("error")) {
      throw new AssertionError(method + ": " + message.path("error"));
    }
    return message.path("result");
  }

  private void event(JsonNode event) {
    JsonNode it = event.path("params");
    switch (event.path("method").asString("")) {
      case "Runtime.exceptionThrown" -> errors.add(it.path("exceptionDetails").toString());
      case "Runtime.consoleAPICalled" -> {
        if (it.path("type").asString("").equals("error")) {
          errors.add(it.path("args").toString());
        }
      }
      case "Log.entryAdded" -> {
        if (it.path("entry").path("level").asString("").equals("error")) {
          errors.add(it.path("entry").toString());
        }
      }
      case "Network.requestWillBeSent" -> requests.add(it.path("request").path("url").asString(""));
      default -> {
        // Not of interest.
      }
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        JsonNode message = JSON.readTree(text.toString());
        text.setLength(0);
        CompletableFuture<JsonNode> answer = pending.remove(message.path("id").asInt(0));
        if (answer == null) {
          event(message);
        } else {
          answer.complete(message);
        }
      }
      from.request(1);
      return null;
    }
  }
}
