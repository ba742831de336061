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

/** What is to be run. */
public record RunPlan(
    RunId id,
    String flow,
    Graph graph,
    FlowOptions options,
    Map<String, @Nullable Object> parameters,
    Due due,
    Recorded recorded) {
  /**
   * @param scheduled when the run was due
   * @param name what it is called
   * @param parent the run it is a part of, if it is
   */
  public record Due(Instant scheduled, String name, Optional<RunId> parent) {}

  public RunPlan {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  Instant scheduled() {
    return due.scheduled();
  }

  Journal.Start start(Masker masker) {
    return new Journal.Start(
        id, flow, due.name(), parameters, due.scheduled(), due.parent(), masker);
  }

  /** The same once more under another id, with what succeeded taken over. */
  RunPlan again(RunId next, Recorded earlier) {
    return new RunPlan(next, flow, graph, options, parameters, due, earlier);
  }
}
