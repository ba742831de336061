package dev.praetor.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How many attempts with a tag may run at once, over all runs of this process. Thread-safe. */
public final class TagLimits {
  private final Map<String, Integer> limits;
  private final Map<String, Integer> used = new HashMap<>();
  private final List<Runnable> waiting = new ArrayList<>();

  public TagLimits(Map<String, Integer> limits) {
    this.limits = Map.copyOf(limits);
  }

  public static TagLimits none() {
    return new TagLimits(Map.of());
  }

  public boolean concern(Set<String> tags) {
    return !limits.isEmpty() && tags.stream().anyMatch(limits::containsKey);
  }

  /** Takes a slot of every limited tag, or of none. */
  public synchronized boolean take(Set<String> tags) {
    for (String tag : tags) {
      Integer limit = limits.get(tag);
      if (limit != null && used.getOrDefault(tag, 0) >= limit) {
        return false;
      }
    }
    tags.stream().filter(limits::containsKey).forEach(tag -> used.merge(tag, 1, Integer::sum));
    return true;
  }

  /** Gives the slots back and tells those who wait. */
  public void free(Set<String> tags) {
    List<Runnable> told;
    synchronized (this) {
      tags.stream().filter(limits::containsKey).forEach(tag -> used.merge(tag, -1, Integer::sum));
      told = List.copyOf(waiting);
      waiting.clear();
    }
    told.forEach(Runnable::run);
  }

  /** Which tags are full now, for the message. */
  public synchronized String full(Set<String> tags) {
    List<String> names = new ArrayList<>();
    for (String tag : tags) {
      Integer limit = limits.get(tag);
      if (limit != null && used.getOrDefault(tag, 0) >= limit) {
        names.add("'" + tag + "' (" + limit + ")");
      }
    }
    return String.join(", ", names);
  }

  /**
   * Calls back once when a slot is freed; at once if one was freed meanwhile is for the caller to
   * try.
   */
  public synchronized void whenFreed(Runnable callback) {
    waiting.add(callback);
  }
}
