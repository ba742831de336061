package dev.praetor.engine.task;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The workers that may run a flow, and the process that they run it in. Immutable; each {@code
 * with…} method returns a changed copy.
 *
 * @param pool the pool of the workers
 * @param needs the labels that a worker must have, sorted: each a name, or {@code name=value}
 * @param isolated true if each run gets a process of its own
 */
public record Placement(String pool, List<String> needs, boolean isolated) {
  /** The pool of flows and workers that name none. */
  public static final String DEFAULT_POOL = "default";

  private static final Pattern POOL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final String PART = "[A-Za-z0-9._/:@+-]{1,100}";
  private static final Pattern LABEL = Pattern.compile(PART + "(=" + PART + ")?");
  private static final int MOST_NEEDS = 32;

  /** The placement of a flow that sets none. */
  public static final Placement ANYWHERE = new Placement(DEFAULT_POOL, List.of(), false);

  /**
   * Checks the names, and sorts the labels.
   *
   * @throws IllegalArgumentException if a name is not allowed, or there are more than 32 labels
   */
  public Placement {
    checkPool(pool);
    needs = List.copyOf(new TreeSet<>(needs));
    checkLabels(needs);
  }

  /**
   * Checks the name of a pool.
   *
   * @throws IllegalArgumentException if it is not allowed
   */
  public static void checkPool(String name) {
    PlainName.check("a pool", name);
    if (!POOL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name of a pool has 1 to 100 letters, digits, '.', '_' and '-', and begins with a"
              + " letter or a digit, unlike '%s'".formatted(shortened(name)));
    }
  }

  /**
   * Checks the labels of a worker, or the labels that a flow needs.
   *
   * @throws IllegalArgumentException if one is not allowed, or there are more than 32
   */
  public static void checkLabels(Collection<String> labels) {
    if (labels.size() > MOST_NEEDS) {
      throw new IllegalArgumentException(
          "at most %d labels are allowed, not %,d".formatted(MOST_NEEDS, labels.size()));
    }
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        throw new IllegalArgumentException(
            "a label is a name or name=value, each of 1 to 100 letters, digits and any of"
                + " . _ / : @ + -, unlike '%s'".formatted(shortened(label)));
      }
    }
  }

  private static String shortened(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }

  public Placement withPool(String other) {
    return new Placement(other, needs, isolated);
  }

  public Placement withNeeds(Collection<String> labels) {
    return new Placement(pool, List.copyOf(labels), isolated);
  }

  public Placement withIsolated(boolean own) {
    return new Placement(pool, needs, own);
  }
}
