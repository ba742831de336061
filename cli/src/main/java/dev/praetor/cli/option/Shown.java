package dev.praetor.cli.option;

import java.io.PrintWriter;
import java.util.List;

/**
 * The elements of a list that are shown.
 *
 * @param more true if there are further ones
 */
public record Shown<T>(List<T> elements, boolean more) {
  /** Returns the number of elements to read, which tells whether there are more than are shown. */
  public static int toRead(int limit) {
    return limit == Integer.MAX_VALUE ? limit : limit + 1;
  }

  /** Returns as many elements as a limit permits, of the elements that were read. */
  public static <T> Shown<T> of(List<T> read, int limit) {
    return new Shown<>(read.subList(0, Math.min(limit, read.size())), read.size() > limit);
  }

  /** Prints a line that says that there are further elements, if there are. */
  public void printRest(PrintWriter out) {
    if (more) {
      out.println("… and more; see --limit");
    }
  }
}
