package dev.praetor.engine.cache;

import java.util.ArrayList;
import java.util.List;

/** The reason no cached result was found, as people read it. */
public final class MissReason {
  private static final String NOTHING_KEPT = "no result is kept yet";

  private MissReason() {}

  /** The reason where the cache has no result of the task. */
  public static String nothingKept() {
    return NOTHING_KEPT;
  }

  /**
   * The reason where the cache has a result of the task, of other inputs.
   *
   * @param inputs the hashes of the inputs of that result
   * @param by who made it
   */
  public static String otherInputs(CacheStore.Request request, List<String> inputs, String by) {
    if (inputs.size() != request.inputs().size()) {
      return NOTHING_KEPT;
    }
    List<String> differ = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      if (!inputs.get(i).equals(request.inputs().get(i))) {
        differ.add(Integer.toString(i + 1));
      }
    }
    return differ.isEmpty()
        ? NOTHING_KEPT
        : "input " + String.join(", ", differ) + " differs from that of " + by;
  }
}
