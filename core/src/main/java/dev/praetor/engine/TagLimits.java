package dev.praetor.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The limits on the number of attempts with a tag that may run concurrently, over all runs of this
 * process. Thread-safe.
 */
public final class TagLimits {
  private final Map<String, Integer> limits;
  private final Map<String, Integer> used = new HashMap<>();
  private final List<Runnable> waiting = new ArrayList<>();

  /**
   * Creates limits.
   *
   * @throws IllegalArgumentException if a limit is less than 1
   */
  public TagLimits(Map<String, Integer> limits) {
    limits.forEach((tag, limit) -> {
      if (limit < 1) {
        throw new IllegalArgumentException(
            "the limit of tag '" + tag + "' must be at least 1, not " + limit);
      }
    });
    this.limits = Map.copyOf(limits);
  }

  public static TagLimits none() {
    return new TagLimits(Map.of());
  }

  public boolean concern(Set<String> tags) {
    return !limits.isEmpty() && tags.stream().anyMatch(limits::containsKey);
  }

  /** Takes a slot of every limited tag, or no slot at all; returns whether the slots were taken. */
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

  /** Releases the slots and notifies the waiting callbacks. */
  public void free(Set<String> tags) {
    List<Runnable> notified;
    synchronized (this) {
      tags.stream().filter(limits::containsKey).forEach(tag -> used.merge(tag, -1, Integer::sum));
      notified = List.copyOf(waiting);
      waiting.clear();
    }
    notified.forEach(Runnable::run);
  }

  /** Returns the number of attempts with these tags that could take their slots now. */
  public synchronized int room(Set<String> tags) {
    int room = Integer.MAX_VALUE;
    for (String tag : tags) {
      Integer limit = limits.get(tag);
      if (limit != null) {
        room = Math.min(room, limit - used.getOrDefault(tag, 0));
      }
    }
    return Math.max(0, room);
  }

  /** Names the tags that are full now, with their limits, for the message. */
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
   * Calls back once, when a slot is freed. A slot that was freed before this call is not reported;
   * the caller tries again itself.
   */
  public synchronized void whenFreed(Runnable callback) {
    waiting.add(callback);
  }
}
