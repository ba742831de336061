package dev.praetor.cli;

import dev.praetor.StateType;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Stored runs in a few words. */
final class RunWords {
  private RunWords() {}

  static String state(StoredRun run) {
    return run.isLost() ? "Lost" : run.state().name();
  }

  static String icon(StoredRun run) {
    return run.isLost() ? "✗" : FlowText.icon(run.state().type());
  }

  static String message(StoredRun run) {
    return run.isLost()
        ? "its process has ended; praetor runs resume " + Ids.brief(run.id())
        : FlowText.firstLine(run.state().message());
  }

  /** How long it took, or has taken so far. */
  static String took(StoredRun run, Instant now) {
    Optional<Instant> started = run.times().started();
    if (started.isEmpty() || run.isLost()) {
      return "";
    }
    return FlowText.elapsed(Duration.between(started.get(), run.times().ended().orElse(now)));
  }

  static String took(StoredTaskRun run) {
    return run.started().isPresent() && run.ended().isPresent()
        ? FlowText.elapsed(Duration.between(run.started().get(), run.ended().get()))
        : "";
  }

  static String counts(Map<StateType, Integer> children) {
    return children.entrySet().stream()
        .filter(each -> each.getValue() > 0)
        .sorted(Map.Entry.comparingByKey())
        .map(each -> each.getValue() + " " + each.getKey().label())
        .collect(Collectors.joining(", "));
  }

  /** The path of a task run with its label, where that says more. */
  static String named(StoredTaskRun run) {
    String path = TaskPath.of(run.node(), run.index()).toString();
    boolean tells = run.index() >= 0 && !run.label().equals(Integer.toString(run.index()));
    return tells ? path + " (" + run.label() + ")" : path;
  }
}
