/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.access.AccessControl;
import dev.runwatch.coordinator.access.BrowserGuard;
import dev.runwatch.coordinator.access.Caller;
import dev.runwatch.coordinator.access.Role;
import dev.runwatch.sparkjetty.Guard;
import dev.runwatch.sparkjetty.Method;
import dev.runwatch.sparkjetty.RequestHead;
import dev.runwatch.sparkjetty.Response;
import dev.runwatch.sparkjetty.Route;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides who may send which request. Safe for use by many threads. */
public final class Gatekeeper implements Guard {

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
  static Set<Role> roles(Method method, String path) {
    if (path.startsWith("/runner/")) {
      return RUNNER;
    }
    if (path.equals("/runs") && method != Method.POST) {
      return CLIENT_AND_RUNNER;
    }
    // A path that the table does not name is for admins: a new route is closed until it is opened.
    return ROLES.getOrDefault(path, NOBODY);
  }

  @Override
  public @Nullable Response check(@Nullable Route route, RequestHead request) {
    Optional<String> refusal =
        browsers.refusal(
            request.header("Host"), request.header("Origin"), request.header("Sec-Fetch-Site"));
    if (refusal.isPresent()) {
      return JsonErrors.response(new ApiException(403, "forbidden", refusal.get()));
    }
    if (route != null && OPEN.contains(route.path())) {
      return null;
    }
    Optional<Caller> caller = access.authenticate(request.header("Authorization"));
    if (caller.isEmpty()) {
      return JsonErrors.response(
          new ApiException(
              401,
              "unauthenticated",
              "send a token of this coordinator as 'Authorization: Bearer TOKEN'"));
    }
    request.attach(caller.get());
    Role role = caller.get().role();
    if (route != null
        && role != Role.ADMIN
        && !roles(route.method(), route.path()).contains(role)) {
      return JsonErrors.response(
          new ApiException(
              403, "forbidden", "a token of the role " + role.wireName() + " may not do this"));
    }
    return null;
  }

  /** The caller of a request that was let in. */
  static Caller caller(RequestHead request) {
    return request.attached(Caller.class);
  }
}
