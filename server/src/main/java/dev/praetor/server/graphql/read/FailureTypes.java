package dev.praetor.server.graphql.read;

import dev.praetor.Failure;
import dev.praetor.RunId;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.history.FailureGroups;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The code for failures and what groups them. */
final class FailureTypes {
  /** The largest number of failures that are grouped. */
  static final int MOST = 1_000;

  private FailureTypes() {}

  /** The failures of a run. */
  record Summary(String message, List<Group> groups) {
    Summary {
      groups = List.copyOf(groups);
    }
  }

  /** Failed task runs of a run with the same cause. */
  record Group(RunId run, FailureGroups.Cause cause) {
    private TaskRunId example() {
      StoredTaskRun example = cause.example();
      return new TaskRunId(run, example.node(), example.index());
    }
  }

  static List<Group> groups(RunId run, List<StoredTaskRun> failed) {
    return FailureGroups.of(failed).stream().map(cause -> new Group(run, cause)).toList();
  }

  static List<TypeCode<?>> all() {
    return List.of(summary(), group(), failure());
  }

  private static TypeCode<Summary> summary() {
    return TypeCode.of("FailureSummary", Summary.class)
        .field("message", Summary::message)
        .field("groups", Summary::groups);
  }

  private static TypeCode<Group> group() {
    return TypeCode.of("FailureGroup", Group.class)
        .field("message", group -> group.cause().text())
        .field("type", group -> group.cause().example().failure().map(Failure::type))
        .field("n", group -> group.cause().runs().size())
        .fetch(
            "example", (group, environment) -> Loaders.TASK_RUN.load(environment, group.example()));
  }

  private static TypeCode<Failure> failure() {
    return TypeCode.of("Failure", Failure.class)
        .field("type", Failure::type)
        .field("message", Failure::message)
        .field("trace", Failure::trace)
        .field("retryable", Failure::retryable)
        .field("cause", Failure::cause)
        .field("causes", FailureTypes::causes);
  }

  private static List<Map<String, Object>> causes(Failure failure) {
    return Stream.iterate(
            failure.cause(), Optional::isPresent, cause -> cause.flatMap(Failure::cause))
        .flatMap(Optional::stream)
        .map(cause ->
            Map.<String, Object>of(
                "type", cause.type(),
                "message", cause.message(),
                "trace", cause.trace(),
                "retryable", cause.retryable()))
        .toList();
  }
}
