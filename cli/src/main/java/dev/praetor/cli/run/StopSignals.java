package dev.praetor.cli.run;

import dev.praetor.cli.error.ExitCode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Handles the signals that end a program: Ctrl-C, SIGTERM as containers and systemd send it, and
 * SIGHUP when a terminal is closed. The first signal stops what runs, with its clean-up; the second
 * ends the process immediately. A SIGHUP that was ignored when the program began, as by {@code
 * nohup}, remains ignored. Thread-safe.
 */
public final class StopSignals implements AutoCloseable {
  private static final Map<String, String> NAMES =
      Map.of("INT", "Ctrl-C", "TERM", "SIGTERM", "HUP", "SIGHUP");

  /** The handler that was registered for a signal before this one. */
  private record Before(String signal, @Nullable Object handler) {}

  private final PrintWriter err;
  private final String notice;
  private final List<Before> before = new ArrayList<>();
  private @Nullable String received;
  private @Nullable Consumer<String> stop;

  /**
   * Handles signals from now on, until closed.
   *
   * @param notice the text printed for the first signal
   */
  public StopSignals(PrintWriter err, String notice) {
    this.err = err;
    this.notice = notice;
    for (String signal : List.of("INT", "TERM", "HUP")) {
      register(signal);
    }
  }

  private void register(String signal) {
    Object handler = Signals.register(signal, () -> handle(signal));
    if (signal.equals("HUP") && ignored().filter(ignores -> ignores.equals(handler)).isPresent()) {
      Signals.unregister(signal, handler);
      return;
    }
    before.add(new Before(signal, handler));
  }

  /** Returns the handler that ignores a signal, if the JDK has one. */
  private static Optional<Object> ignored() {
    try {
      return Optional.ofNullable(
          Class.forName("sun.misc.SignalHandler").getField("SIG_IGN").get(null));
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }

  /** Sets what the first signal does, at once if it has already come; it takes the reason. */
  public synchronized void stops(Consumer<String> action) {
    stop = action;
    if (received != null) {
      action.accept(reason(received));
    }
  }

  private static String reason(String signal) {
    return "cancelled by " + NAMES.get(signal);
  }

  private synchronized void handle(String signal) {
    if (received != null) {
      Runtime.getRuntime().halt(ExitCode.CANCELLED);
    }
    received = signal;
    Consumer<String> action = stop;
    if (action != null) {
      action.accept(reason(signal));
    }
    err.println(notice + " Press Ctrl-C again to end immediately.");
  }

  @Override
  public void close() {
    before.forEach(each -> Signals.unregister(each.signal(), each.handler()));
  }
}
