package dev.praetor.engine.graph;

import dev.praetor.Argument;
import dev.praetor.engine.task.TaskDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The work of a node. */
public sealed interface Work {
  /** Runs the code of a task. */
  record Run(TaskDefinition task) implements Work {}

  /** Takes the result of the branch that was taken. */
  record Merge(List<Branch> branches) implements Work {}

  record Branch(BranchCondition guard, Source.Whole result) {}

  /** Waits for the approval of a person. */
  record Approval(String text, Optional<Duration> deadline) implements Work {}

  /**
   * Waits for a time: a {@link Duration} from the start of the node, or an {@link
   * java.time.Instant}.
   */
  record Wait(Source.Whole until) implements Work {}

  /**
   * Runs another flow. An argument whose value is a {@link Source} is read when the node starts.
   */
  record RunFlow(FlowDefinition flow, List<Argument> arguments) implements Work {}
}
