package dev.praetor.bench;

import dev.praetor.store.query.Page;
import dev.praetor.store.query.PageRequest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import tools.jackson.databind.node.ObjectNode;

/**
 * A question that a server asks repeatedly with different values, in turns with the lookup of a row
 * by its key.
 *
 * @param answer asks, called with the number of times asked before
 */
public record ListQuestion(String name, IntFunction<?> answer) {
  /** The longest time of a page that is wanted. */
  public static final long GOAL_MILLIS = 50;

  private static final int PAGES = 20;
  private static final int FEWEST = 10;
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** A list of which pages are asked for. */
  interface Paged {
    Page<?> page(PageRequest request);
  }

  /** The result, in milliseconds. */
  public record Result(
      String name, int asked, double p50, double p99, double floorP50, double floorP99) {
    /** Adds the result to a file. */
    public void addTo(String database, ObjectNode row) {
      row.put("database", database)
          .put("name", name)
          .put("asked", asked)
          .put("p50", ResultsFile.rounded(p50))
          .put("p99", ResultsFile.rounded(p99))
          .put("floorP50", ResultsFile.rounded(floorP50))
          .put("floorP99", ResultsFile.rounded(floorP99))
          .put("goalMillis", GOAL_MILLIS);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%-62s p50 %8.3f ms  p99 %8.3f ms  a key p50 %6.3f ms  p99 %6.3f ms%s",
          name,
          p50,
          p99,
          floorP50,
          floorP99,
          p99 <= GOAL_MILLIS ? "" : "  missed");
    }
  }

  /**
   * Asks for the first twenty pages of a list, or as many as there are, again and again; for fewer
   * pages if the list is slow.
   */
  static ListQuestion pages(String name, Paged list, PageRequest first) {
    long end = System.nanoTime() + LONGEST.toNanos();
    List<PageRequest> requests = new ArrayList<>(List.of(first));
    Optional<String> cursor = next(list.page(first));
    while (cursor.isPresent() && requests.size() < PAGES && System.nanoTime() < end) {
      PageRequest request = first.withAfter(cursor.get());
      requests.add(request);
      cursor = next(list.page(request));
    }
    return new ListQuestion(name, i -> list.page(requests.get(i % requests.size())));
  }

  private static Optional<String> next(Page<?> page) {
    return page.hasNextPage() ? page.endCursor() : Optional.empty();
  }

  /** Asks a number of times, but of a slow list fewer times: it ends after some seconds. */
  Result ask(KeyLookup key, int times) throws SQLException {
    long[] asked = new long[times];
    long[] plain = new long[times];
    long end = System.nanoTime() + LONGEST.toNanos();
    int done = 0;
    while (done < times && (done < FEWEST || System.nanoTime() < end)) {
      plain[done] = key.nanos(done);
      long began = System.nanoTime();
      Object _ = answer.apply(done);
      asked[done] = System.nanoTime() - began;
      done++;
    }
    long[] all = sorted(asked, done);
    long[] floor = sorted(plain, done);
    return new Result(name, done, at(all, 0.50), at(all, 0.99), at(floor, 0.50), at(floor, 0.99));
  }

  private static long[] sorted(long[] nanos, int n) {
    long[] sorted = Arrays.copyOf(nanos, n);
    Arrays.sort(sorted);
    return sorted;
  }

  private static double at(long[] sorted, double part) {
    return sorted[(int) Math.ceil(part * sorted.length) - 1] / 1e6;
  }
}
