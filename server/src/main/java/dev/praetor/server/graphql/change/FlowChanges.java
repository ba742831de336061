package dev.praetor.server.graphql.change;

import dev.praetor.embedded.registered.FlowDefaults;
import dev.praetor.embedded.registered.RegisteredDoor;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.server.access.Caller;
import dev.praetor.server.graphql.filter.GivenJson;
import dev.praetor.server.graphql.filter.NamedFlow;
import dev.praetor.server.graphql.read.NewRun;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.query.row.FlowRow;
import graphql.schema.DataFetchingEnvironment;
import java.util.Map;
import java.util.Optional;

/** The changes of registered flows, and the runs that callers make of them. */
record FlowChanges(RunStore store, RegisteredDoor door) {
  /** Makes a run, or finds the run that was made with the same key. */
  NewRun createRun(DataFetchingEnvironment given) {
    Integer priority = given.getArgument("priority");
    RunEntry entry =
        RunEntry.PLAIN
            .withLabels(GivenJson.labels(given.getArgument("labels")))
            .withPriority(priority == null ? 0 : priority);
    String key = given.getArgument("idempotencyKey");
    FlowKey flow = NamedFlow.of(given);
    RegisteredDoor.Request request =
        new RegisteredDoor.Request(
            flow.project(),
            flow.name(),
            Optional.ofNullable(given.getArgument("version")),
            GivenJson.parameters(given.getArgument("parameters")),
            Optional.ofNullable(given.getArgument("at")),
            Optional.ofNullable(given.getArgument("name")),
            key == null ? entry : entry.withKey(key),
            Caller.currentName());
    RegisteredDoor.Entered entered = door.enter(request);
    return new NewRun(entered.run(), entered.isNew());
  }

  FlowRow archive(DataFetchingEnvironment given) {
    FlowKey flow = NamedFlow.of(given);
    boolean _ =
        Boolean.FALSE.equals(given.getArgument("archived"))
            ? store.registeredFlows().unarchive(flow.project(), flow.name(), Caller.currentName())
            : store.registeredFlows().archive(flow.project(), flow.name(), Caller.currentName());
    return new FlowRow(flow.text());
  }

  /** Sets what new runs of a flow get; what the caller leaves out stays as it is. */
  FlowRow setDefaults(DataFetchingEnvironment given) {
    FlowKey flow = NamedFlow.of(given);
    new FlowDefaults(store, Caller.currentName())
        .set(
            flow.project(),
            flow.name(),
            new FlowDefaults.Change(
                given(given, "parameters").map(GivenJson::parameters),
                given(given, "labels").map(GivenJson::labels),
                given.containsArgument("limit"),
                Optional.ofNullable(given.getArgument("limit")),
                given.containsArgument("pool"),
                Optional.ofNullable(given.getArgument("pool"))));
    return new FlowRow(flow.text());
  }

  /** Returns an object that the caller gave; null stands for an empty one. */
  private static Optional<Object> given(DataFetchingEnvironment given, String name) {
    Object value = given.getArgument(name);
    return given.containsArgument(name)
        ? Optional.of(value == null ? Map.of() : value)
        : Optional.empty();
  }
}
