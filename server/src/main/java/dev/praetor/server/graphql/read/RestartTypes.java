package dev.praetor.server.graphql.read;

import dev.praetor.embedded.registered.RegisteredRestarts;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.server.graphql.filter.GivenJson;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.row.FlowVersionRow;
import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The code for plans of restarts. */
public final class RestartTypes {
  private final Reads reads;
  private final RegisteredRestarts restarts;

  RestartTypes(Reads reads) {
    this.reads = reads;
    this.restarts = new RegisteredRestarts(reads.store(), reads.clock());
  }

  /** A plan, and the place from which the run would run again. */
  private record Plan(String from, RegisteredRestarts.Planned planned) {}

  /** A task run that runs again. */
  private record Again(String taskRun, String why) {}

  List<TypeCode<?>> all() {
    return List.of(plan(), node(), again());
  }

  /** Plans the restart that a request describes. */
  Object plan(DataFetchingEnvironment environment) {
    RegisteredRestarts.Request request = request(reads, environment, "");
    return new Plan(request.from(), restarts.plan(request));
  }

  /** Returns the restart that a request describes. */
  public static RegisteredRestarts.Request request(
      Reads reads, DataFetchingEnvironment environment, String by) {
    String run = Objects.requireNonNull(environment.getArgument("run"));
    String from = environment.getArgument("from");
    return new RegisteredRestarts.Request(
        reads.store().settled(new NamedRuns(reads.store()).require(run), true).id(),
        Objects.requireNonNullElse(from, "failed"),
        GivenJson.parameters(environment.getArgument("parameters")),
        Optional.ofNullable(environment.getArgument("version")),
        by);
  }

  private static TypeCode<Plan> plan() {
    return TypeCode.of("RestartPlan", Plan.class)
        .fetch(
            "run",
            (plan, environment) -> Loaders.RUN.load(environment, plan.planned().plan().earlier()))
        .field("from", Plan::from)
        .fetch(
            "version",
            (plan, environment) ->
                Loaders.VERSION
                    .<FlowVersionRow>load(environment, plan.planned().version().version())
                    .mapOrNull(row ->
                        row == null
                            ? null
                            : row.ofRun(
                                plan.planned().version().flowKey(),
                                Optional.of(plan.planned().version().code().sha256()))))
        .field("parameters", plan -> plan.planned().parameters())
        .field("nodes", plan -> plan.planned().plan().nodes());
  }

  private static TypeCode<RestartPlan.NodePlan> node() {
    return TypeCode.of("NodePlan", RestartPlan.NodePlan.class)
        .field("node", RestartPlan.NodePlan::node)
        .field("width", RestartPlan.NodePlan::width)
        .field("total", node -> node.runs().size())
        .fetch("runs", RestartTypes::runs)
        .field("reused", node -> StateTally.of(node.reused()).byState());
  }

  private static List<Again> runs(RestartPlan.NodePlan node, DataFetchingEnvironment environment) {
    Integer first = environment.getArgument("first");
    String after = environment.getArgument("after");
    int most = PageRequest.all().withFirst(first == null ? 0 : first).first();
    return node.runs().entrySet().stream()
        .dropWhile(each -> after != null && !each.getKey().equals(after))
        .skip(after == null ? 0 : 1)
        .limit(most)
        .map((Map.Entry<String, String> each) -> new Again(each.getKey(), each.getValue()))
        .toList();
  }

  private static TypeCode<Again> again() {
    return TypeCode.of("PlannedTaskRun", Again.class)
        .field("taskRun", Again::taskRun)
        .field("why", Again::why);
  }
}
