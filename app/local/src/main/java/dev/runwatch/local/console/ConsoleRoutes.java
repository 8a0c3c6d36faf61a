/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import dev.runwatch.local.board.InvalidRangeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The routes of the console. */
final class ConsoleRoutes {

  private ConsoleRoutes() {}

  /**
   * The body of {@code GET /api/console}: which parts the page has.
   *
   * @param start the start of the dashboard's range, such as {@code -PT3H}
   * @param drills the names of the drills; none where there is nothing to rehearse
   */
  record AboutBody(
      String what,
      String environment,
      String namespace,
      Number minuteSeconds,
      Number refreshSeconds,
      String start,
      Optional<List<String>> drills,
      boolean mutes,
      boolean mails,
      boolean runs) {}

  record RunbookBody(String name, String markdown) {}

  static Router of(ConsoleSources sources) {
    AlarmsApi alarms = new AlarmsApi(sources);
    PageFiles files = new PageFiles();
    Router router =
        new Router()
            .add("GET", "/", (none, query) -> file(files, PageFiles.INDEX))
            .add("GET", "/assets/", (name, query) -> file(files, name))
            .add("GET", "/api/console", (none, query) -> Response.ok(about(sources)))
            .add("GET", "/api/alarms", (none, query) -> Response.ok(alarms.list()))
            .add("GET", "/api/alarms/", (name, query) -> Response.ok(alarms.reason(name)))
            .add("GET", "/api/runbooks/", (name, query) -> runbook(sources, name))
            .add("GET", "/api/dashboard", (none, query) -> Response.json(200, sources.dashboard()))
            .add("GET", "/api/dashboard/data", (none, query) -> data(sources, query));
    sources.rehearsal().ifPresent(it -> RehearsalRoutes.add(router, it, sources.clock()));
    return router;
  }

  private static Response file(PageFiles files, String name) {
    return files
        .find(name)
        .orElseThrow(() -> ApiException.notFound("there is nothing at this path"));
  }

  private static AboutBody about(ConsoleSources sources) {
    boolean rehearsal = sources.rehearsal().isPresent();
    return new AboutBody(
        sources.about().what(),
        sources.about().environment(),
        sources.about().namespace(),
        Timestamps.seconds(sources.about().minute()),
        Timestamps.seconds(sources.about().refresh()),
        sources.board().start(),
        sources.rehearsal().map(it -> List.copyOf(it.drills().names())),
        rehearsal,
        rehearsal,
        rehearsal);
  }

  private static Response runbook(ConsoleSources sources, String name) {
    return sources
        .runbooks()
        .apply(name)
        .map(text -> Response.ok(new RunbookBody(name, text)))
        .orElseThrow(() -> ApiException.notFound("there is no runbook '" + name + "'"));
  }

  private static Response data(ConsoleSources sources, Map<String, String> query) {
    try {
      return Response.ok(sources.board().read(query.get("from"), query.get("to")));
    } catch (InvalidRangeException e) {
      throw ApiException.invalidField(e.field(), String.valueOf(e.getMessage()));
    }
  }
}
