package dev.praetor.server.graphql.change;

import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.embedded.run.DistantOrders;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.server.access.Caller;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.store.RunStore;
import dev.praetor.store.history.RunShape;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.TaskRunId;
import graphql.schema.DataFetchingEnvironment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The changes of task runs by callers. */
record TaskRunChanges(RunChanges runs) {
  /** Ends a task run of a run in progress, and returns it. */
  TaskRunId setState(DataFetchingEnvironment given) {
    StoredRun run = runs.found(required(given, "run"));
    TaskPath path = TaskPath.parse(required(given, "task"));
    RunOrder order = order(given, path);
    RunChanges.requireWhole(run);
    RunStore store = runs.store();
    RunShape.of(store, run).require(path.node());
    TaskRunId id = new TaskRunId(run.id(), path.owner().toString(), path.index());
    if (run.isLost()) {
      store.order(run.id(), order); // It is obeyed when the run is resumed.
    } else {
      new DistantOrders(store, run.id()).give(order);
    }
    return id;
  }

  private RunOrder order(DataFetchingEnvironment given, TaskPath path) {
    StateType state = StateType.ofLabel(required(given, "state"));
    String why = required(given, "why");
    if (why.isBlank()) {
      throw refused("the state of a task run is set for a reason, which is recorded; give it");
    }
    boolean hasValue = given.containsArgument("value");
    @Nullable Object value = given.getArgument("value");
    return switch (state) {
      case SKIPPED -> {
        if (hasValue) {
          throw refused("a task run that is Skipped has no result; leave 'value' out");
        }
        yield new RunOrder.Skip(path.toString(), Caller.currentName(), why);
      }
      case SUCCESS -> {
        if (!hasValue) {
          throw refused("a task run that is Success has a result; give it as 'value', or null");
        }
        String json = ExactJson.MAPPER.writeValueAsString(value);
        yield new RunOrder.Finish(path.toString(), json, Caller.currentName(), why);
      }
      default ->
          throw refused("a task run can be set to Skipped or Success, not to " + state.label());
    };
  }

  /** Deletes results of a run, and returns their number. */
  int deleteResults(DataFetchingEnvironment given) {
    StoredRun run = runs.found(required(given, "run"));
    String task = given.getArgument("task");
    return task == null
        ? runs.store().dropResults(run.id())
        : runs.store().dropResults(run.id(), TaskPath.parse(task));
  }

  private static String required(DataFetchingEnvironment given, String name) {
    return Objects.requireNonNull(given.<String>getArgument(name));
  }

  private static RequestRefused refused(String why) {
    return new RequestRefused(ApiCode.BAD_REQUEST, why);
  }
}
