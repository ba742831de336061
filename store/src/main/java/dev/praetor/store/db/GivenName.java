package dev.praetor.store.db;

import dev.praetor.ErrorCode;
import dev.praetor.engine.task.PlainName;
import dev.praetor.store.model.StoreFailed;

/** The check of names that people give to things of a store. */
public final class GivenName {
  private GivenName() {}

  /**
   * Checks that a name has no characters that cannot be seen.
   *
   * @param kind the kind of the thing, such as {@code key}
   * @throws StoreFailed with BAD_REQUEST, which names the character, if it has one
   */
  public static void check(String kind, String name) {
    PlainName.hidden(name)
        .ifPresent(hidden -> {
          throw new StoreFailed(
              ErrorCode.BAD_REQUEST,
              kind + " '" + PlainName.shown(name) + "'",
              PlainName.refusal("a " + kind, hidden),
              "");
        });
  }
}
