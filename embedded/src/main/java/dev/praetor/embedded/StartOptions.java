package dev.praetor.embedded;

import dev.praetor.PraetorException;
import dev.praetor.store.model.RunEntry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The terms on which a run starts. Immutable; each method returns a changed copy.
 *
 * {@snippet :
 * praetor.start(report, StartOptions.at(tomorrow).key("report-2026-11-27").label("team", "sales"));
 * }
 */
public final class StartOptions {
  /** A run that starts at once, with priority 0, no key and no labels. */
  public static final StartOptions NONE = new StartOptions(RunEntry.PLAIN, Optional.empty());

  private final RunEntry entry;
  private final Optional<Instant> due;

  private StartOptions(RunEntry entry, Optional<Instant> due) {
    this.entry = entry;
    this.due = due;
  }

  /** Returns the terms of a run that is due at a time; a time in the past is now. */
  public static StartOptions at(Instant time) {
    return new StartOptions(RunEntry.PLAIN, Optional.of(time));
  }

  /**
   * Sets the idempotency key: of all starts of a flow with the same key, one makes a run, and the
   * others return it. A key is kept as long as its run.
   *
   * @param key 1 to 1,000 characters
   * @throws PraetorException if the key is empty or too long
   */
  public StartOptions key(String key) {
    return new StartOptions(entry.withKey(key), due);
  }

  /**
   * Adds a label, by which runs are found.
   *
   * @param name 1 to 100 characters
   * @param value at most 250 characters
   * @throws PraetorException if the name or the value is too long or contains control characters,
   *     or there are more than 64 labels
   */
  public StartOptions label(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(entry.labels());
    all.put(name, value);
    return new StartOptions(entry.withLabels(all), due);
  }

  /** Sets the priority; of two waiting runs that can start, the one of higher priority does. */
  public StartOptions priority(int priority) {
    return new StartOptions(entry.withPriority(priority), due);
  }

  /**
   * Binds the run to this engine: while it waits, no other process starts it, as long as this
   * engine is open. A flow that is started like this only is not served by the engine, and its
   * secret parameters may wait too, since they stay in this process. Has no effect on a start in a
   * caller's transaction.
   */
  public StartOptions here() {
    return new StartOptions(entry.withBound(true), due);
  }

  RunEntry entry() {
    return entry;
  }

  Optional<Instant> due() {
    return due;
  }
}
