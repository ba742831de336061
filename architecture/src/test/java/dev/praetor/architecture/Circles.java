package dev.praetor.architecture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The circles of a graph: its strongly connected components of two and more members. Found by
 * Tarjan's algorithm (SIAM Journal on Computing 1, 1972). Used once, by one thread.
 */
final class Circles {
  private final Map<String, Set<String>> arrows;
  private final Map<String, Integer> found = new HashMap<>();
  private final Map<String, Integer> lowest = new HashMap<>();
  private final Deque<String> open = new ArrayDeque<>();
  private final List<Set<String>> circles = new ArrayList<>();

  private Circles(Map<String, Set<String>> arrows) {
    this.arrows = arrows;
  }

  /** Returns the circles, largest first. */
  static List<Set<String>> of(Map<String, Set<String>> arrows) {
    Circles search = new Circles(arrows);
    arrows.keySet().stream().sorted().forEach(search::visit);
    search.circles.sort(Comparator.<Set<String>>comparingInt(Set::size).reversed());
    return search.circles;
  }

  private void visit(String from) {
    if (found.containsKey(from)) {
      return;
    }
    int place = found.size();
    found.put(from, place);
    lowest.put(from, place);
    open.push(from);
    for (String to : arrows.getOrDefault(from, Set.of())) {
      if (!found.containsKey(to)) {
        visit(to);
        lowest.merge(from, lowest.getOrDefault(to, place), Math::min);
      } else if (open.contains(to)) {
        lowest.merge(from, found.getOrDefault(to, place), Math::min);
      }
    }
    if (lowest.getOrDefault(from, -1) == place) {
      close(from);
    }
  }

  private void close(String root) {
    Set<String> circle = new TreeSet<>();
    String last;
    do {
      last = open.pop();
      circle.add(last);
    } while (!last.equals(root));
    if (circle.size() > 1) {
      circles.add(circle);
    }
  }
}
