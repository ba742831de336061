package dev.praetor.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The limits on the number of attempts with a tag that may run concurrently, over all runs of this
 * process. Thread-safe.
 */
public final class TagLimits implements AttemptSlots {
  private final Map<String, Slots> limited = new TreeMap<>();

  /** The slots of a tag, and the attempts that wait for one, in the order in which they came. */
  private static final class Slots {
    private final int limit;
    private final Set<Place> waiting = new LinkedHashSet<>();
    private int used;

    Slots(int limit) {
      this.limit = limit;
    }

    int room() {
      return limit - used;
    }

    /** Returns the attempts for which there is a slot. */
    List<Place> front() {
      return waiting.stream().limit(Math.max(0, room())).toList();
    }

    /** Returns whether there is a slot for an attempt that waits. */
    boolean serves(Place place) {
      Iterator<Place> first = waiting.iterator();
      for (int i = room(); i > 0 && first.hasNext(); i--) {
        if (first.next() == place) {
          return true;
        }
      }
      return false;
    }
  }

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
      limited.put(tag, new Slots(limit));
    });
  }

  @Override
  public boolean concern(Set<String> tags) {
    return !limited.isEmpty() && tags.stream().anyMatch(limited::containsKey);
  }

  @Override
  public Ticket claim(Request request, Answers answers) {
    Collection<Slots> needed =
        request.tags().stream().filter(limited::containsKey).map(limited::get).toList();
    Place place = new Place(needed, answers);
    String full;
    int position = 0;
    synchronized (this) {
      if (needed.stream().allMatch(slots -> slots.room() > slots.waiting.size())) {
        needed.forEach(slots -> slots.used++);
        place.heldAtOnce = true;
        place.held = true;
        return place;
      }
      for (Slots slots : needed) {
        slots.waiting.add(place);
        position = Math.max(position, slots.waiting.size());
      }
      full = full(request.tags());
    }
    answers.waits(full, position);
    return place;
  }

  /** Names the tags without a slot for a further attempt, with their limits. */
  private String full(Set<String> tags) {
    return limited.entrySet().stream()
        .filter(slots -> tags.contains(slots.getKey()))
        .filter(slots -> slots.getValue().room() < slots.getValue().waiting.size())
        .map(slots -> "'" + slots.getKey() + "' (" + slots.getValue().limit + ")")
        .collect(Collectors.joining(", "));
  }

  /** The slots of an attempt, or its place in the queues. */
  private final class Place implements Ticket {
    private final Collection<Slots> needed;
    private final Answers answers;
    private boolean held;
    private boolean heldAtOnce;
    private boolean gone;

    Place(Collection<Slots> needed, Answers answers) {
      this.needed = needed;
      this.answers = answers;
    }

    @Override
    public boolean isHeld() {
      return heldAtOnce;
    }

    @Override
    public void ended() {
      withdraw();
    }

    @Override
    public void withdraw() {
      List<Place> next = new ArrayList<>();
      synchronized (TagLimits.this) {
        if (gone) {
          return;
        }
        gone = true;
        for (Slots slots : needed) {
          if (held) {
            slots.used--;
          } else {
            slots.waiting.remove(this);
          }
        }
        needed.stream()
            .flatMap(slots -> slots.front().stream())
            .distinct()
            .filter(place -> place.needed.stream().allMatch(slots -> slots.serves(place)))
            .forEach(next::add);
        next.forEach(Place::take);
      }
      next.forEach(place -> place.answers.granted());
    }

    private void take() {
      held = true;
      for (Slots slots : needed) {
        slots.waiting.remove(this);
        slots.used++;
      }
    }
  }
}
