package dev.praetor.store.model;

import dev.praetor.RunId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A limit over all runs of a store.
 *
 * @param name the name of the flow or tag
 * @param most the largest number of runs of the flow, or of attempts with the tag, at the same time
 * @param used the number of runs or attempts in progress now
 * @param author the person who set the limit; may be empty
 */
public record RunLimit(Scope scope, String name, int most, int used, String author, Instant time) {
  /** Identifies a limit. */
  public record Key(Scope scope, String name) {}

  /**
   * A run or an attempt that counts towards a limit.
   *
   * @param task the path of the task run whose attempt holds a slot of a tag; absent for the limit
   *     of a flow, which counts runs
   */
  public record Holder(RunId run, Optional<String> task) {}

  /** Returns the scope and the name, which identify the limit. */
  public Key key() {
    return new Key(scope, name);
  }

  /** The things that a limit counts. */
  public enum Scope {
    /** Runs of a flow. */
    FLOW,
    /** Attempts of tasks with a tag. */
    TAG;

    /** Returns the text that stands for the scope in rows and commands. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
