package dev.praetor.engine.secret;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds all occurrences of many patterns in a text in one pass: a table from the first three
 * characters of the patterns, without case, leads to the few patterns to compare. The time to
 * search hardly depends on the number of patterns. Immutable.
 */
final class PatternIndex {
  /** The length of the shortest pattern. */
  static final int SHORTEST = 3;

  private static final Pattern[] NONE = {};
  static final PatternIndex EMPTY = new PatternIndex(List.of());
  private final Pattern[][] buckets;
  private final int longest;

  /**
   * A text to find.
   *
   * @param anyCase true if the case of letters is ignored
   */
  record Pattern(String text, boolean anyCase) {
    boolean isAt(String other, int index) {
      return other.regionMatches(anyCase, index, text, 0, text.length());
    }
  }

  /** A consumer of the bounds of an occurrence. */
  @FunctionalInterface
  interface Found {
    void at(int from, int to);
  }

  PatternIndex(Collection<Pattern> patterns) {
    List<Pattern> longestFirst = new ArrayList<>(patterns);
    longestFirst.sort(Comparator.comparingInt((Pattern p) -> p.text().length()).reversed());
    longest = longestFirst.isEmpty() ? 0 : longestFirst.getFirst().text().length();
    int size = Math.max(256, Integer.highestOneBit(Math.max(1, patterns.size())) << 3);
    Map<Integer, List<Pattern>> lists = new HashMap<>();
    for (Pattern pattern : longestFirst) {
      lists.computeIfAbsent(slot(pattern.text(), 0, size), _ -> new ArrayList<>(2)).add(pattern);
    }
    buckets = new Pattern[size][];
    Arrays.fill(buckets, NONE);
    lists.forEach((slot, list) -> buckets[slot] = list.toArray(Pattern[]::new));
  }

  /** Returns the length of the longest pattern. */
  int longest() {
    return longest;
  }

  /** Reports the longest occurrence at each place of a text at which a pattern occurs. */
  void find(String text, Found found) {
    int last = text.length() - SHORTEST;
    for (int i = 0; i <= last; i++) {
      for (Pattern candidate : buckets[slot(text, i, buckets.length)]) {
        if (candidate.isAt(text, i)) {
          found.at(i, i + candidate.text().length());
          break;
        }
      }
    }
  }

  private static int slot(String text, int at, int size) {
    int hash =
        (fold(text.charAt(at)) * 31 + fold(text.charAt(at + 1))) * 31 + fold(text.charAt(at + 2));
    return (hash ^ hash >>> 7) & size - 1;
  }

  private static int fold(char c) {
    if (c < 128) {
      return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  /** Returns a text in which each marked stretch is replaced by {@code mask}. */
  static String replace(String text, BitSet marked, String mask) {
    StringBuilder result = new StringBuilder(text.length());
    int kept = 0;
    for (int from = marked.nextSetBit(0); from >= 0; from = marked.nextSetBit(kept)) {
      result.append(text, kept, from).append(mask);
      kept = marked.nextClearBit(from);
    }
    return result.append(text, kept, text.length()).toString();
  }
}
