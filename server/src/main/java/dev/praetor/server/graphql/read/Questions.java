package dev.praetor.server.graphql.read;

import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.server.access.Caller;
import dev.praetor.server.graphql.aggregate.AggregateTypes;
import dev.praetor.server.graphql.filter.NamedFlow;
import dev.praetor.server.graphql.filter.Pages;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.model.TaskRunId;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.StoreQueries;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.FlowField;
import dev.praetor.store.query.condition.LogField;
import dev.praetor.store.query.condition.Order;
import graphql.schema.DataFetchingEnvironment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.dataloader.DataLoaderRegistry;
import org.jspecify.annotations.Nullable;

/** The code for the questions, and for everything that they can give. */
public final class Questions {
  private final Reads reads;
  private final StoreQueries queries;
  private final RestartTypes restarts;
  private final EventTypes events;
  private final KeyTypes keys;
  private final ProjectTypes projects;
  private final UserTypes users;
  private final AuditTypes audit;
  private final SecretTypes secrets;
  private final VariableTypes variables;
  private final AggregateTypes aggregates;

  public Questions(Reads reads) {
    this.reads = reads;
    this.queries = reads.queries();
    this.restarts = new RestartTypes(reads);
    this.events = new EventTypes(queries);
    this.keys = new KeyTypes(reads);
    this.projects = new ProjectTypes(reads.store().projectQueries(Caller::currentScope));
    this.users = new UserTypes(reads.store().userQueries());
    this.audit = new AuditTypes(reads.store().auditPages(), reads.store().auditLog());
    this.secrets = new SecretTypes(reads);
    this.variables = new VariableTypes(reads.store().variableQueries(Caller::currentScope));
    this.aggregates = new AggregateTypes(queries);
  }

  /** Returns the loaders of a new request. */
  public DataLoaderRegistry loaders() {
    return Loaders.of(reads);
  }

  /** Returns the code for the questions and all types but the changes. */
  public List<TypeCode<?>> all() {
    List<TypeCode<?>> all = new ArrayList<>(List.of(query(), server()));
    all.addAll(PageTypes.all());
    all.addAll(new FlowTypes(reads).all());
    all.addAll(new ScheduleTypes(reads).all());
    all.addAll(new RunTypes(reads).all());
    all.addAll(new TaskRunTypes(reads).all());
    all.addAll(FailureTypes.all());
    all.addAll(restarts.all());
    all.add(PrunableRuns.type());
    all.addAll(new WorkerTypes(reads).all());
    all.addAll(LimitTypes.all());
    all.add(events.type());
    all.addAll(AggregateTypes.all());
    all.addAll(keys.all());
    all.add(ProjectTypes.type());
    all.addAll(users.all());
    all.addAll(AuditTypes.all());
    all.addAll(secrets.all());
    all.add(VariableTypes.type());
    return all;
  }

  private TypeCode<?> query() {
    return TypeCode.root("Query")
        .field("server", _ -> reads)
        .fetch("projects", (_, environment) -> projects.page(environment))
        .fetch("flows", (_, environment) -> flows(environment))
        .fetch("flow", (_, environment) -> flow(environment))
        .fetch("flowVersions", (_, environment) -> flowVersions(environment))
        .fetch("schedules", (_, environment) -> schedules(environment))
        .fetch("upcoming", (_, environment) -> upcoming(environment))
        .fetch("runs", (_, environment) -> runs(environment))
        .fetch("run", (_, environment) -> run(environment))
        .fetch("taskRuns", (_, environment) -> taskRuns(environment))
        .fetch("taskRun", (_, environment) -> taskRun(environment))
        .fetch("runsAggregate", (_, environment) -> aggregates.runs(environment))
        .fetch("taskRunsAggregate", (_, environment) -> aggregates.taskRuns(environment))
        .fetch("logs", (_, environment) -> logs(environment))
        .fetch("restartPlan", (_, environment) -> restarts.plan(environment))
        .fetch(
            "prunableRuns",
            (_, environment) -> PrunableRuns.find(reads.store(), PrunableRuns.filter(environment)))
        .field("limits", _ -> reads.store().limits().list())
        .fetch("workers", (_, environment) -> workers(environment))
        .field("pools", _ -> pools())
        .fetch("events", (_, environment) -> events.all(environment))
        .fetch("keys", (_, environment) -> keys.page(environment))
        .fetch("users", (_, environment) -> users.page(environment))
        .fetch("audit", (_, environment) -> audit.page(environment))
        .fetch("auditVerification", (_, environment) -> audit.verify(environment))
        .fetch("secrets", (_, environment) -> secrets.page(environment))
        .fetch("secretUses", (_, environment) -> secrets.uses(environment))
        .fetch("variables", (_, environment) -> variables.page(environment));
  }

  private Object flows(DataFetchingEnvironment environment) {
    PageRequest request = Pages.request(Entity.FLOW, environment, Condition.ALWAYS);
    return new Pages.Counted(queries.flows(request), request.where(), queries::countFlows);
  }

  private @Nullable Object flow(DataFetchingEnvironment environment) {
    FlowKey key = NamedFlow.of(environment, "name");
    Condition named =
        Condition.and(
            Condition.is(FlowField.NAME, key.name()),
            Condition.is(FlowField.PROJECT, key.project()));
    return queries.flows(PageRequest.where(named)).nodes().stream().findFirst();
  }

  private Object flowVersions(DataFetchingEnvironment environment) {
    PageRequest request = Pages.request(Entity.FLOW_VERSION, environment, Condition.ALWAYS);
    return new Pages.Counted(
        queries.flowVersions(request), request.where(), queries::countFlowVersions);
  }

  private Object schedules(DataFetchingEnvironment environment) {
    PageRequest request = Pages.request(Entity.SCHEDULE, environment, Condition.ALWAYS);
    return new Pages.Counted(queries.schedules(request), request.where(), queries::countSchedules);
  }

  private Object upcoming(DataFetchingEnvironment environment) {
    Optional<Instant> from = Optional.ofNullable(environment.getArgument("from"));
    Optional<String> flow = Optional.ofNullable(environment.getArgument("flow"));
    Integer first = environment.getArgument("first");
    int n = PageRequest.all().withFirst(first == null ? 0 : first).first();
    UpcomingRuns upcoming =
        new UpcomingRuns(
            flow
                .map(name -> reads.store().schedules().ofFlow(name))
                .orElseGet(() -> reads.store().schedules().list())
                .stream()
                .filter(schedule -> Caller.current().sees(FlowKey.of(schedule.flow())))
                .toList());
    return upcoming.between(
        from.orElseGet(reads.clock()::instant),
        Optional.ofNullable(environment.getArgument("until")),
        n);
  }

  private Object runs(DataFetchingEnvironment environment) {
    PageRequest request = Pages.request(Entity.RUN, environment, Condition.ALWAYS);
    return new Pages.Counted(queries.runs(request), request.where(), queries::countRuns);
  }

  private Object run(DataFetchingEnvironment environment) {
    String id = Objects.requireNonNull(environment.getArgument("id"));
    return new NamedRuns(reads.store()).id(id).map(found -> Loaders.RUN.load(environment, found));
  }

  private Object taskRuns(DataFetchingEnvironment environment) {
    PageRequest request = Pages.request(Entity.TASK_RUN, environment, Condition.ALWAYS);
    return new Pages.Counted(queries.taskRuns(request), request.where(), queries::countTaskRuns);
  }

  private Object taskRun(DataFetchingEnvironment environment) {
    String run = Objects.requireNonNull(environment.getArgument("run"));
    String node = Objects.requireNonNull(environment.getArgument("node"));
    Integer index = environment.getArgument("index");
    return new NamedRuns(reads.store())
        .id(run)
        .map(found ->
            Loaders.TASK_RUN.load(
                environment, new TaskRunId(found, node, index == null ? -1 : index)));
  }

  private Object logs(DataFetchingEnvironment environment) {
    PageRequest request =
        Pages.request(Entity.LOG, environment, Condition.ALWAYS)
            .withOrder(Order.ascending(LogField.RUN), Order.ascending(LogField.ID));
    return new Pages.Counted(queries.logs(request), request.where(), queries::countLogs);
  }

  private Object workers(DataFetchingEnvironment environment) {
    reads.store().workers().settle();
    PageRequest request = Pages.request(Entity.WORKER, environment, Condition.ALWAYS);
    return new Pages.Counted(queries.workers(request), request.where(), queries::countWorkers);
  }

  private Object pools() {
    reads.store().workers().settle();
    return reads.store().pools().list();
  }

  private static TypeCode<Reads> server() {
    return TypeCode.of("Server", Reads.class)
        .field("version", Reads::version)
        .field("database", reads -> reads.store().health().database())
        .field("started", Reads::started)
        .field("now", reads -> reads.clock().instant());
  }
}
