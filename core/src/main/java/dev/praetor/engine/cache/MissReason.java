package dev.praetor.engine.cache;

import java.util.ArrayList;
import java.util.List;

/** The reason for which no cached result was found, for people. */
public final class MissReason {
  private static final String NOTHING_KEPT = "no result is kept yet";

  private MissReason() {}

  /** Returns the reason if the cache has no result of the task. */
  public static String nothingKept() {
    return NOTHING_KEPT;
  }

  /**
   * Returns the reason if the cache has a result of the task, but of other inputs.
   *
   * @param inputs the hashes of the inputs of that result
   * @param by the task run that made that result
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
