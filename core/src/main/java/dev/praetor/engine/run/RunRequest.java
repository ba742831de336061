package dev.praetor.engine.run;

import dev.praetor.RunId;
import dev.praetor.engine.Journal;
import dev.praetor.engine.graph.Graph;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.engine.restart.StartFrom;
import dev.praetor.engine.secret.Masker;
import dev.praetor.engine.task.FlowOptions;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The run that is asked for. Immutable, but for its masker, which is thread-safe.
 *
 * @param masker knows the secrets; one for a run and all runs within it, as values go both ways
 */
public record RunRequest(
    RunId id,
    String flow,
    Graph graph,
    FlowOptions options,
    Map<String, @Nullable Object> parameters,
    RunIdentity identity,
    StartFrom startFrom,
    Masker masker) {
  /**
   * The identity of a run: all that names it and says where it comes from.
   *
   * @param times when the run was made and was due
   * @param name what it is called
   * @param parent the task run it is a part of, if it is
   * @param restartOf the run it is another try of, if it is
   */
  public record RunIdentity(
      Journal.Times times,
      String name,
      Optional<Journal.Parent> parent,
      Optional<RunId> restartOf) {}

  public RunRequest {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  public Instant scheduled() {
    return identity.times().scheduled();
  }

  public Journal.Start start() {
    return new Journal.Start(
        id,
        flow,
        identity.name(),
        parameters,
        identity.times(),
        identity.parent(),
        identity.restartOf(),
        startFrom.resumed().isPresent(),
        masker);
  }

  /**
   * The same once more under another id, with what succeeded taken over.
   *
   * @param now when it is made
   */
  public RunRequest again(RunId next, Instant now, RecordedRun earlier) {
    RestartPlan restart =
        RestartPlan.of(graph, earlier, new RestartPlan.From.Failed(), RestartPlan.Changes.NONE);
    RunIdentity again =
        new RunIdentity(
            new Journal.Times(now, scheduled()),
            identity.name(),
            identity.parent(),
            Optional.of(id));
    return new RunRequest(
        next,
        flow,
        graph,
        options,
        parameters,
        again,
        new StartFrom.Restarted(earlier, restart),
        masker);
  }
}
