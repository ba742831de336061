package dev.praetor.server.graphql.change;

import dev.praetor.RunId;
import dev.praetor.embedded.registered.RegisteredDoor;
import dev.praetor.server.graphql.filter.GivenJson;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.query.row.FlowRow;
import graphql.schema.DataFetchingEnvironment;
import java.util.Objects;
import java.util.Optional;

/**
 * The changes of registered flows, and the runs that callers make of them.
 *
 * @param by the name that is recorded as the person who made the change
 */
record FlowChanges(RunStore store, RegisteredDoor door, String by) {
  /** Makes a run, or finds the run that was made with the same key. */
  RunId createRun(DataFetchingEnvironment given) {
    RunEntry entry = RunEntry.PLAIN.withLabels(GivenJson.labels(given.getArgument("labels")));
    String key = given.getArgument("idempotencyKey");
    RegisteredDoor.Request request =
        new RegisteredDoor.Request(
            text(given, "project"),
            text(given, "flow"),
            Optional.ofNullable(given.getArgument("version")),
            GivenJson.parameters(given.getArgument("parameters")),
            Optional.ofNullable(given.getArgument("at")),
            key == null ? entry : entry.withKey(key),
            by);
    return door.enter(request).run();
  }

  FlowRow archive(DataFetchingEnvironment given) {
    String flow = text(given, "flow");
    boolean _ = store.registeredFlows().archive(text(given, "project"), flow, by);
    return new FlowRow(flow);
  }

  private static String text(DataFetchingEnvironment given, String name) {
    String text = given.getArgument(name);
    return Objects.requireNonNullElse(text, "default");
  }
}
