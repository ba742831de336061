package dev.praetor.server.audit;

import dev.praetor.store.audit.row.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which refusals get a row of their own: a few a minute for each address, sender and code,
 * so that nobody can fill the log. The others are counted. Thread-safe.
 */
final class RefusalLimit {
  /** The number of refusals with a row of their own in each minute. */
  static final int ROWS = 5;

  static final Duration MINUTE = Duration.ofMinutes(1);

  /** The number of different senders that are told apart at a time. */
  private static final int MOST = 1_000;

  private final Map<Key, Window> windows = new LinkedHashMap<>();

  /** The sender of refused requests, and the code with which they were refused. */
  record Key(Actor actor, String address, String code) {
    /** Returns the key that stands for all senders, once there are too many. */
    Key ofAnybody() {
      return new Key(Actor.UNKNOWN, "", code);
    }
  }

  private record Window(Instant began, int seen) {
    boolean isOver(Instant now) {
      return now.isBefore(began) || !now.isBefore(began.plus(MINUTE));
    }
  }

  /** Refusals without rows of their own, in the minute that began at a time. */
  record Counted(Key key, Instant began, int n) {}

  /** Returns whether a refusal gets a row of its own. */
  synchronized boolean admits(Key key, Instant now) {
    Key counted = windows.containsKey(key) || windows.size() < MOST ? key : key.ofAnybody();
    Window window = windows.getOrDefault(counted, new Window(now, 0));
    windows.put(counted, new Window(window.began(), window.seen() + 1));
    return window.seen() < ROWS;
  }

  /** Forgets the minutes that are over, and returns what was counted in them. */
  synchronized List<Counted> over(Instant now) {
    List<Counted> over = new ArrayList<>();
    Iterator<Map.Entry<Key, Window>> all = windows.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Key, Window> each = all.next();
      if (each.getValue().isOver(now)) {
        all.remove();
        addTo(over, each);
      }
    }
    return over;
  }

  /** Forgets all minutes, and returns what was counted in them. */
  synchronized List<Counted> all() {
    List<Counted> all = new ArrayList<>();
    windows.entrySet().forEach(each -> addTo(all, each));
    windows.clear();
    return all;
  }

  private static void addTo(List<Counted> counted, Map.Entry<Key, Window> each) {
    Window window = each.getValue();
    if (window.seen() > ROWS) {
      counted.add(new Counted(each.getKey(), window.began(), window.seen() - ROWS));
    }
  }
}
