package dev.praetor.engine.run;

import dev.praetor.RunId;
import dev.praetor.engine.Journal;
import dev.praetor.engine.Masker;
import dev.praetor.engine.graph.FlowOptions;
import dev.praetor.engine.graph.Graph;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be run.
 *
 * @param masker knows the secrets; one for a run and all runs within it, as values go both ways
 */
record RunPlan(
    RunId id,
    String flow,
    Graph graph,
    FlowOptions options,
    Map<String, @Nullable Object> parameters,
    Due due,
    Continuation continuation,
    Masker masker) {
  /**
   * @param scheduled when the run was due
   * @param name what it is called
   * @param parent the task run it is a part of, if it is
   * @param restartOf the run it is another try of, if it is
   */
  public record Due(
      Instant scheduled, String name, Optional<Journal.Parent> parent, Optional<RunId> restartOf) {}

  public RunPlan {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  Instant scheduled() {
    return due.scheduled();
  }

  Journal.Start start() {
    return new Journal.Start(
        id,
        flow,
        due.name(),
        parameters,
        due.scheduled(),
        due.parent(),
        due.restartOf(),
        continuation instanceof Continuation.Resumed,
        masker);
  }

  /** The same once more under another id, with what succeeded taken over. */
  RunPlan again(RunId next, RecordedRun earlier) {
    RestartPlan restart =
        RestartPlan.of(graph, earlier, new RestartPlan.From.Failed(), RestartPlan.Changes.NONE);
    Due again = new Due(due.scheduled(), due.name(), due.parent(), Optional.of(id));
    return new RunPlan(
        next,
        flow,
        graph,
        options,
        parameters,
        again,
        new Continuation.Restarted(earlier, restart),
        masker);
  }
}
