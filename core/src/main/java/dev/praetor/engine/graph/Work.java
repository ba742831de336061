package dev.praetor.engine.graph;

import dev.praetor.Argument;
import dev.praetor.engine.task.TaskDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a node does when its turn comes. */
public sealed interface Work {
  /** Runs the code of a task. */
  record Run(TaskDefinition task) implements Work {}

  /** Takes the end of the branch that was taken. */
  record Merge(List<Branch> branches) implements Work {}

  record Branch(BranchCondition guard, Source.Whole result) {}

  /** Waits for a person. */
  record Approval(String text, Optional<Duration> deadline) implements Work {}

  /**
   * Waits for a time: a {@link Duration} from when its turn comes, or an {@link java.time.Instant}.
   */
  record Wait(Source.Whole until) implements Work {}

  /** Runs another flow; an argument whose value is a {@link Source} is read when its turn comes. */
  record RunFlow(FlowDefinition flow, List<Argument> arguments) implements Work {}
}
