package dev.praetor.cli.text;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.store.history.ShortText;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Describes stored runs in a few words. */
public final class RunLabels {
  /** The length of a time in milliseconds and 12 random bits, which hardly any two runs share. */
  private static final int BRIEF = 18;

  private RunLabels() {}

  /** Returns the beginning of a run's id, long enough to identify the run. */
  public static String brief(RunId run) {
    return run.toString().substring(0, BRIEF);
  }

  /** Returns the state, with the fact that the process of the run is lost or suspect. */
  public static String state(StoredRun run) {
    if (run.isLost()) {
      return "Lost";
    }
    return run.state().name() + (run.isSuspect() ? " (suspect)" : "");
  }

  public static String icon(StoredRun run) {
    return run.isLost() ? "✗" : StateStyle.icon(run.state().type());
  }

  public static String message(StoredRun run) {
    if (run.isLost() && run.state().type() == StateType.CANCELLING) {
      return "its clean-up has not run; praetor runs resume " + brief(run.id());
    }
    if (run.isGivenUp()) {
      return ShortText.firstLine(run.state().message())
          + ": praetor runs resume "
          + brief(run.id());
    }
    String paused =
        run.state().type() == StateType.PAUSED
            ? ShortText.firstLine(run.state().message()) + "; "
            : "";
    return run.isLost()
        ? paused + "its process has ended; praetor runs resume " + brief(run.id())
        : ShortText.firstLine(run.state().message());
  }

  /** Returns the time that the run took, or has taken so far. */
  public static String took(StoredRun run, Instant now) {
    Optional<Instant> started = run.times().started();
    if (started.isEmpty() || run.isLost()) {
      return "";
    }
    return TimeFormat.elapsed(Duration.between(started.get(), run.times().ended().orElse(now)));
  }

  static String took(StoredTaskRun run) {
    return run.started().isPresent() && run.ended().isPresent()
        ? TimeFormat.elapsed(Duration.between(run.started().get(), run.ended().get()))
        : "";
  }

  static TextStyle style(StoredRun run) {
    return run.isLost() ? TextStyle.RED : StateStyle.of(run.state().type());
  }

  /** Returns the number of children in each state, with the icons of the states. */
  static String icons(Map<StateType, Integer> children) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    children.entrySet().stream()
        .filter(each -> each.getValue() > 0)
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            each -> counts.merge(StateStyle.icon(each.getKey()), each.getValue(), Integer::sum));
    return counts.entrySet().stream()
        .map(each -> each.getValue() + each.getKey())
        .collect(Collectors.joining(" "));
  }

  static String counts(Map<StateType, Integer> children) {
    return children.entrySet().stream()
        .filter(each -> each.getValue() > 0)
        .sorted(Map.Entry.comparingByKey())
        .map(each -> each.getValue() + " " + each.getKey().label())
        .collect(Collectors.joining(", "));
  }

  /** Returns the path of a task run, with its label if that is more than the index. */
  public static String named(StoredTaskRun run) {
    String path = TaskPath.of(run.node(), run.index()).toString();
    boolean tells = run.index() >= 0 && !run.label().equals(Integer.toString(run.index()));
    return tells ? path + " (" + PrintableText.line(run.label()) + ")" : path;
  }
}
