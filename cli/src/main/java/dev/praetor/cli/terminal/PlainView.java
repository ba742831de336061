package dev.praetor.cli.terminal;

import dev.praetor.State;
import dev.praetor.TaskPath;
import dev.praetor.TaskRun;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.StateStyle;
import dev.praetor.store.history.ShortText;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.function.Supplier;

/** Prints a line for each important change of state, for pipes and log files. */
public final class PlainView implements RunView {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private final Screen screen;

  public PlainView(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void taskRun(String node, int index, State state, Supplier<TaskRun> run) {
    boolean begins = state instanceof State.Running running && running.attempt() == 1;
    boolean quiet =
        state instanceof State.Pending
            || state instanceof State.Mapped
            || begins
            || index < 0
                && state.isFinished()
                && run.get().attempts() == 0
                && state.message().isEmpty();
    if (quiet) {
      return;
    }
    TaskRun now = run.get();
    String path = TaskPath.text(node, index);
    String label =
        index < 0 || now.label().equals(Integer.toString(index))
            ? ""
            : " " + PrintableText.line(now.label());
    String message = state.message().isEmpty() ? "" : ": " + ShortText.firstLine(state.message());
    String at = TIME.format(LocalTime.ofInstant(state.time(), ZoneId.systemDefault()));
    screen.println(
        at
            + " "
            + StateStyle.icon(state.type())
            + " "
            + path
            + label
            + " "
            + state.name()
            + message);
  }

  @Override
  public void say(String line) {
    screen.println(line);
  }

  @Override
  public void waits(String why) {
    if (!why.isEmpty()) {
      screen.println("waits: " + why);
    }
  }

  @Override
  public void expanded(String node, int width) {
    screen.println("         " + node + " maps over " + width);
  }
}
