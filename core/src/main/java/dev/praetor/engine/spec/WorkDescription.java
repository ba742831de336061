package dev.praetor.engine.spec;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The work of a node. Each kind mirrors a kind of {@link dev.praetor.engine.graph.Work}. */
public sealed interface WorkDescription {
  /** Runs the code of a task, or of one iteration of a loop. */
  record Run(TaskDescription task) implements WorkDescription {}

  /** Takes the result of the branch that was taken. */
  record Merge() implements WorkDescription {}

  /** Waits for the approval of a person. */
  record Approval(String text, Optional<Duration> deadline) implements WorkDescription {}

  /** Waits for a time. */
  record Wait(SourceDescription.Whole until) implements WorkDescription {}

  /**
   * Runs another flow, with named arguments.
   *
   * @param deciding a hash of the part of that flow that decides its results; absent in
   *     descriptions that were written before it was recorded
   */
  record RunFlow(
      String flow, Map<String, SourceDescription.Whole> arguments, Optional<String> deciding)
      implements WorkDescription {
    public RunFlow {
      arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }
  }

  /** Returns the kind of the node that does this work. */
  default NodeKind kind() {
    return switch (this) {
      case Run run -> run.task().loop() ? NodeKind.LOOP : NodeKind.TASK;
      case Merge _ -> NodeKind.MERGE;
      case Approval _ -> NodeKind.APPROVAL;
      case Wait _ -> NodeKind.WAIT;
      case RunFlow _ -> NodeKind.FLOW;
    };
  }
}
