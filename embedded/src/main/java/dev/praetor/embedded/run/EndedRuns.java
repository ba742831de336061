package dev.praetor.embedded.run;

import dev.praetor.Argument;
import dev.praetor.ErrorCode;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.OrderRefused;
import dev.praetor.TaskPath;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.loading.FlowParameters;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoredRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the results of runs that have ended, in whatever process. */
public final class EndedRuns {
  private EndedRuns() {}

  /**
   * Writes a value as the result of a task run of a flow is recorded.
   *
   * @throws OrderRefused if the value does not fit the task, or there is no such task
   */
  public static String json(Flow<?> flow, TaskPath task, @Nullable Object value) {
    try {
      return flow.definition().graph().nodes().stream()
          .filter(node -> node.name().equals(task.node()))
          .findFirst()
          .flatMap(GraphNode::results)
          .orElseThrow(() -> new NotCarried("there is no task whose result is recorded"))
          .text(value);
    } catch (NotCarried e) {
      throw new OrderRefused(
          ErrorCode.BAD_REQUEST,
          "task run '" + task + "'",
          "task run '%s' cannot be finished with this value: %s".formatted(task, e.getMessage()),
          "",
          false);
    }
  }

  /**
   * Returns the result of a run that has ended.
   *
   * @param given the arguments that are known, and need not be read from the record
   */
  public static <R extends @Nullable Object> FlowResult<R> result(
      RunStore store, StoredRun run, Flow<R> flow, List<Argument> given) {
    List<Argument> arguments =
        FlowParameters.again(flow, run.parameters(), run.parameterNotes(), given);
    return LocalRun.of(flow)
        .resuming(store.recorded(run.id(), flow))
        .run(arguments.toArray(Argument[]::new));
  }
}
