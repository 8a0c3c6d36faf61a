/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.access.AccessControl;
import dev.runwatch.coordinator.access.BrowserGuard;
import dev.runwatch.coordinator.access.Caller;
import dev.runwatch.coordinator.access.Role;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;

/** Decides who may send which request. Safe for use by many threads. */
public final class Gatekeeper {

  private static final String CALLER = "runwatch.caller";

  private static final Set<Role> NOBODY = EnumSet.noneOf(Role.class);
  private static final Set<Role> CLIENT = EnumSet.of(Role.CLIENT);
  private static final Set<Role> RUNNER = EnumSet.of(Role.RUNNER);
  private static final Set<Role> CLIENT_AND_RUNNER = EnumSet.of(Role.CLIENT, Role.RUNNER);
  private static final Set<Role> ANY = EnumSet.allOf(Role.class);

  /** What needs no token. */
  private static final Set<String> OPEN = Set.of("/health", "/health/ready");

  /** The roles that may use a path besides admin, which may use all. */
  private static final Map<String, Set<Role>> ROLES =
      Map.ofEntries(
          // No route has this path: who has a token may learn that.
          Map.entry("*", ANY),
          Map.entry("/runs", CLIENT),
          Map.entry("/runs/{id}", CLIENT_AND_RUNNER),
          Map.entry("/runs/{id}/stop", CLIENT),
          Map.entry("/sse/runs", CLIENT),
          Map.entry("/metrics", EnumSet.of(Role.METRICS)),
          Map.entry("/openapi.json", ANY),
          Map.entry("/runners", NOBODY),
          Map.entry("/runners/{id}", RUNNER));

  private final AccessControl access;
  private final BrowserGuard browsers;

  /**
   * A gatekeeper.
   *
   * @param access who has which token
   * @param browsers what web pages may send
   */
  public Gatekeeper(AccessControl access, BrowserGuard browsers) {
    this.access = access;
    this.browsers = browsers;
  }

  /** The roles that may send this method to this path, besides admin. */
  static Set<Role> roles(String method, String path) {
    if (path.startsWith("/runner/")) {
      return RUNNER;
    }
    if (path.equals("/runs") && !method.equalsIgnoreCase("POST")) {
      return CLIENT_AND_RUNNER;
    }
    // A path that the table does not name is for admins: a new route is closed until it is opened.
    return ROLES.getOrDefault(path, NOBODY);
  }

  /**
   * Lets a request in, and notes its caller.
   *
   * @param path the path as the route spells it
   * @throws ApiException 401 or 403 if it may not come in
   */
  void admit(HttpServletRequest request, String method, String path) {
    Optional<String> refusal =
        browsers.refusal(
            request.getHeader("Host"),
            request.getHeader("Origin"),
            request.getHeader("Sec-Fetch-Site"));
    if (refusal.isPresent()) {
      throw new ApiException(403, "forbidden", refusal.get());
    }
    if (OPEN.contains(path)) {
      return;
    }
    Caller caller =
        access
            .authenticate(request.getHeader("Authorization"))
            .orElseThrow(
                () ->
                    new ApiException(
                        401,
                        "unauthenticated",
                        "send a token of this coordinator as 'Authorization: Bearer TOKEN'"));
    if (caller.role() != Role.ADMIN && !roles(method, path).contains(caller.role())) {
      throw new ApiException(
          403, "forbidden", "a token of the role " + caller.role().wireName() + " may not do this");
    }
    request.setAttribute(CALLER, caller);
  }

  /** The caller of a request that was let in. */
  static Caller caller(HttpServletRequest request) {
    Object caller = request.getAttribute(CALLER);
    if (caller instanceof Caller known) {
      return known;
    }
    throw new IllegalStateException("the request was not admitted");
  }
}
