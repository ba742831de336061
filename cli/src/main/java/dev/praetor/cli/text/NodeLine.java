package dev.praetor.cli.text;

import dev.praetor.StateType;
import java.util.Map;

/**
 * The line of a node in a picture of a run. If it does not fit its width, first the message is cut,
 * then the counts of the children are shortened, and last the name is cut in its middle.
 *
 * @param type the state that decides the icon and the colour
 * @param state the text about the state; empty if the children's states are shown instead
 * @param children the number of children in each state
 * @param times the text about the time taken
 */
public record NodeLine(
    StateType type,
    String name,
    String state,
    Map<StateType, Integer> children,
    String times,
    String message) {
  private static final int SHORT_NAME = 12;

  /** The width of lines that may have any length. */
  public static final int UNLIMITED = 10_000;

  /** Returns the number of columns for names, so that the parts after them are aligned. */
  public static int nameColumn(Iterable<String> names) {
    int widest = SHORT_NAME;
    for (String name : names) {
      widest = Math.max(widest, Columns.of(PrintableText.line(name)));
    }
    return Math.min(48, widest);
  }

  /** Returns the line, which has fewer than {@code width} columns. */
  public String text(int nameColumn, int width) {
    int room = width - 3;
    String own = PrintableText.line(name);
    String rest = rest(false);
    if (Columns.of(rest) + 2 + Math.min(Columns.of(own), SHORT_NAME) > room) {
      rest = rest(true);
    }
    int forName = Math.max(8, Math.min(nameColumn, room - Columns.of(rest) - 2));
    String shown = width == UNLIMITED ? own : Columns.cutInside(own, forName);
    String line = Columns.pad(shown, forName) + "  " + rest;
    String after = PrintableText.line(message);
    line = after.isEmpty() ? line : line + "  " + after;
    return StateStyle.of(type).of(StateStyle.icon(type))
        + " "
        + Columns.cut(line.stripTrailing(), room);
  }

  private String rest(boolean isShort) {
    if (isShort) {
      String words = state.replaceAll(" +", " ").replace(" children:", ":");
      return "%s %s %s".formatted(words, RunLabels.icons(children), times).strip();
    }
    String counts = RunLabels.counts(children);
    String both = counts.isEmpty() ? state : state + (state.endsWith(":") ? " " : "  ") + counts;
    return times.isEmpty() ? both : both + "  " + times;
  }
}
