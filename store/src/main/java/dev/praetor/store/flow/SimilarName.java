package dev.praetor.store.flow;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant by a name that does not exist. */
public final class SimilarName {
  /** The part of the longer name that both begin and end with. */
  private static final double LEAST = 0.6;

  private SimilarName() {}

  /** Returns the advice to a name of no flow. */
  static String advice(String written, Collection<String> names) {
    return of(written, names)
        .map("is it '%s'?"::formatted)
        .orElse("list the flows to see their names");
  }

  /** Returns the most similar name, if any is similar: a slip of the hand changes few letters. */
  public static Optional<String> of(String written, Collection<String> names) {
    return names.stream()
        .filter(name -> similarity(written, name) >= LEAST)
        .max(Comparator.comparingDouble(name -> similarity(written, name)));
  }

  private static double similarity(String first, String second) {
    String one = first.toLowerCase(Locale.ROOT);
    String other = second.toLowerCase(Locale.ROOT);
    int most = Math.min(one.length(), other.length());
    int start = 0;
    while (start < most && one.charAt(start) == other.charAt(start)) {
      start++;
    }
    int end = 0;
    while (end < most - start
        && one.charAt(one.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
      end++;
    }
    return (start + end) / (double) Math.max(1, Math.max(one.length(), other.length()));
  }
}
