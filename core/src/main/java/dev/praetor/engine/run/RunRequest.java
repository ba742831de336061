package dev.praetor.engine.run;

import dev.praetor.RunId;
import dev.praetor.engine.Journal;
import dev.praetor.engine.graph.Graph;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Work;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.engine.restart.StartFrom;
import dev.praetor.engine.secret.Masker;
import dev.praetor.engine.task.FlowOptions;
import dev.praetor.engine.task.ParameterDefinition;
import dev.praetor.spi.SecretProvider;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request to run a flow. Immutable, except for its masker, which is thread-safe.
 *
 * @param masker the masker of secrets, shared by a run and all runs within it, because values are
 *     passed in both directions
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
  private static final Logger LOG = LoggerFactory.getLogger(RunRequest.class);

  /**
   * The identity of a run: its name and its origin.
   *
   * @param times the times at which the run was created and is due
   * @param name the name of the run
   * @param parent the task run that the run is a part of, if any
   * @param restartOf the run that this run is a restart of, if any
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

  /**
   * Returns the name of the run without secrets. A name by default is made of the name of the flow,
   * which is never masked.
   */
  public String shownName() {
    return options.runName().isPresent() ? masker.mask(identity.name()) : identity.name();
  }

  /** Returns the names of the parameters whose values are masked. */
  public Set<String> secretParameters() {
    return graph.parameters().stream()
        .filter(ParameterDefinition::secret)
        .map(ParameterDefinition::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns whether a task of the flow, or of a flow in it, may read a secret. */
  public boolean declaresSecrets() {
    return declaresSecrets(graph);
  }

  private static boolean declaresSecrets(Graph within) {
    return within.nodes().stream()
        .anyMatch(node ->
            node.work() instanceof Work.RunFlow run && declaresSecrets(run.flow().graph())
                || node.task().map(task -> !task.secrets().isEmpty()).orElse(false));
  }

  /** Masks all secrets that the tasks of the flow, and of the flows in it, may read. */
  public void hideSecrets(SecretProvider secrets) {
    hideSecrets(secrets, graph);
  }

  private void hideSecrets(SecretProvider secrets, Graph within) {
    for (GraphNode node : within.nodes()) {
      if (node.work() instanceof Work.RunFlow run) {
        hideSecrets(secrets, run.flow().graph());
      }
      for (String name : node.task().map(task -> task.secrets()).orElse(Set.of())) {
        try {
          secrets.find(name).ifPresent(masker::hide);
        } catch (RuntimeException e) {
          LOG.atDebug().addKeyValue("run", id).setCause(e).log("secret {} is unavailable", name);
        }
      }
    }
  }

  public Journal.Start start() {
    return new Journal.Start(
        id,
        flow,
        graph,
        shownName(),
        parameters,
        secretParameters(),
        identity.times(),
        identity.parent(),
        identity.restartOf(),
        startFrom.resumed().isPresent(),
        masker);
  }

  /**
   * Returns a request to retry this run under another id, reusing the results of the task runs that
   * succeeded.
   *
   * @param now the time at which the new run is created
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
