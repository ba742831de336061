package dev.praetor.store.model;

import dev.praetor.ErrorCode;
import dev.praetor.engine.task.Placement;
import dev.praetor.engine.task.PlainName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The terms on which a run enters a store. Immutable; each {@code with…} method returns a changed
 * copy.
 *
 * @param priority the priority among the runs that wait; of two runs that can start, the one of
 *     higher priority starts first
 * @param labels the labels of the run, by name
 * @param key the idempotency key: of all entries of a flow with the same key, one makes a run
 * @param bound true if, while the run waits, only the process that made it starts it, as long as
 *     that process lives
 * @param placement the workers that may start the run, and the process that they run it in; only
 *     for a run of a registered flow
 */
public record RunEntry(
    int priority,
    Map<String, String> labels,
    Optional<String> key,
    boolean bound,
    Placement placement) {
  /**
   * The terms of a run without any: priority 0, no labels, no key, bound to no process, and for any
   * worker of the default pool.
   */
  public static final RunEntry PLAIN =
      new RunEntry(0, Map.of(), Optional.empty(), false, Placement.ANYWHERE);

  private static final int MOST_LABELS = 64;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_VALUE = 250;
  private static final int LONGEST_KEY = 1_000;

  /**
   * Checks and copies the terms.
   *
   * @throws StoreFailed if there are more than 64 labels, the name of a label is empty or longer
   *     than 100 characters, the value of a label is longer than 250, or the key is empty or longer
   *     than 1,000
   */
  public RunEntry {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    if (labels.size() > MOST_LABELS) {
      throw refused("a run has at most %d labels, not %,d".formatted(MOST_LABELS, labels.size()));
    }
    labels.forEach(RunEntry::check);
    key.ifPresent(text -> {
      if (text.isEmpty() || text.length() > LONGEST_KEY) {
        throw refused(
            "an idempotency key has 1 to %,d characters, not %,d"
                .formatted(LONGEST_KEY, text.length()));
      }
    });
  }

  private static void check(String name, String value) {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw refused(
          "the name of a label has 1 to %d characters, unlike '%s'"
              .formatted(LONGEST_NAME, shortened(name)));
    }
    if (value.length() > LONGEST_VALUE) {
      throw refused(
          "the value of label '%s' has %,d characters; at most %d are allowed"
              .formatted(name, value.length(), LONGEST_VALUE));
    }
    if (hasUnstorable(name) || hasUnstorable(value)) {
      throw refused("label '%s' contains a character that cannot be stored".formatted(name));
    }
  }

  private static boolean hasUnstorable(String text) {
    return text.chars()
        .anyMatch(c -> c < ' ' || Character.isSurrogate((char) c) && !isPaired(text));
  }

  private static boolean isPaired(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME) + "…";
  }

  private static StoreFailed refused(String why) {
    return new StoreFailed(ErrorCode.BAD_REQUEST, "the entry of a run", why, "", null);
  }

  public RunEntry withPriority(int other) {
    return new RunEntry(other, labels, key, bound, placement);
  }

  /**
   * Returns these terms with labels that are new.
   *
   * @throws StoreFailed also if the name of a label has a character that cannot be seen
   */
  public RunEntry withLabels(Map<String, String> others) {
    others.keySet().stream()
        .flatMap(name -> PlainName.hidden(name).stream())
        .findFirst()
        .ifPresent(hidden -> {
          throw refused(PlainName.refusal("a label", hidden));
        });
    return withKnownLabels(others);
  }

  /** Returns these terms with labels that are recorded, or that were checked before. */
  public RunEntry withKnownLabels(Map<String, String> others) {
    return new RunEntry(priority, others, key, bound, placement);
  }

  public RunEntry withKey(String other) {
    return new RunEntry(priority, labels, Optional.of(other), bound, placement);
  }

  public RunEntry withBound(boolean other) {
    return new RunEntry(priority, labels, key, other, placement);
  }

  public RunEntry withPlacement(Placement where) {
    return new RunEntry(priority, labels, key, bound, where);
  }
}
