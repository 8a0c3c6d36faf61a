/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.coordinator.store.StoreOwner.Role;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** The one row of a store that says whose it is. */
final class StoreHeader {

  private StoreHeader() {}

  /**
   * Looks before anything is changed, the version of the tables included. A store of a version that
   * had no header becomes the first service's that opens it; a rehearsal never adopts runs.
   *
   * @throws ForeignStoreException if the store is another owner's
   */
  static void check(Handle handle, String location, StoreOwner owner) {
    Optional<StoreOwner> found;
    try {
      found = read(handle);
    } catch (JdbiException e) {
      found = Optional.empty(); // There is no such table yet.
    }
    if (found.isPresent()) {
      refuseOther(found.get(), location, owner);
    } else if (owner.role() == Role.LOCAL && hasRows(handle)) {
      throw new ForeignStoreException(
          "store "
              + location
              + " has runs of an earlier version and does not say whose they are; use another"
              + " --data-dir, or delete it if it is a rehearsal's");
    }
  }

  /**
   * Writes the owner into a store that has none.
   *
   * @throws ForeignStoreException if another owner was faster
   */
  static void claim(Handle handle, String location, StoreOwner owner) {
    handle
        .createUpdate(
            "INSERT INTO store_header (id, environment, role) VALUES (1, :environment, :role)"
                + " ON CONFLICT (id) DO NOTHING")
        .bind("environment", owner.environment())
        .bind("role", owner.role().name().toLowerCase(Locale.ROOT))
        .execute();
    refuseOther(read(handle).orElseThrow(), location, owner);
  }

  private static void refuseOther(StoreOwner is, String location, StoreOwner owner) {
    if (!is.equals(owner)) {
      throw new ForeignStoreException(
          "store "
              + location
              + " belongs to "
              + describe(is)
              + ", and this is "
              + describe(owner)
              + "; use another store, or start what it belongs to");
    }
  }

  private static String describe(StoreOwner owner) {
    return "a "
        + (owner.role() == Role.LOCAL ? "rehearsal (local)" : "coordinator")
        + " of environment '"
        + owner.environment()
        + "'";
  }

  private static boolean hasRows(Handle handle) {
    try {
      return handle
          .createQuery("SELECT 1 FROM runs UNION ALL SELECT 1 FROM runners LIMIT 1")
          .mapTo(Long.class)
          .findOne()
          .isPresent();
    } catch (JdbiException e) {
      return false; // It is a new store.
    }
  }

  private static Optional<StoreOwner> read(Handle handle) {
    return handle
        .createQuery("SELECT environment, role FROM store_header WHERE id = 1")
        .map(
            (row, context) ->
                new StoreOwner(
                    row.getString("environment"),
                    Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT))))
        .findOne();
  }
}
