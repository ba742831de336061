package dev.praetor.server.graphql.change;

import dev.praetor.ErrorCode;
import dev.praetor.TaskPath;
import dev.praetor.server.access.Caller;
import dev.praetor.server.graphql.read.NamedRuns;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunLimit;
import dev.praetor.store.model.StoreFailed;
import graphql.schema.DataFetchingEnvironment;
import java.util.Objects;

/** The changes of limits. */
record LimitChanges(RunStore store) {
  void addTo(TypeCode<Object> mutation) {
    mutation
        .fetch("setLimit", (_, given) -> set(given))
        .fetch("deleteLimit", (_, given) -> delete(given))
        .fetch("releaseSlot", (_, given) -> release(given));
  }

  private RunLimit set(DataFetchingEnvironment given) {
    RunLimit.Scope scope = RunLimit.Scope.valueOf(text(given, "scope"));
    Integer n = Objects.requireNonNull(given.getArgument("n"));
    String name = text(given, "name");
    store.limits().set(scope, name, n, Caller.currentName());
    return found(scope, name);
  }

  private String delete(DataFetchingEnvironment given) {
    RunLimit.Scope scope = RunLimit.Scope.valueOf(text(given, "scope"));
    String name = text(given, "name");
    if (!store.limits().delete(scope, name, Caller.currentName())) {
      throw noLimit(scope, name);
    }
    return name;
  }

  private RunLimit release(DataFetchingEnvironment given) {
    String name = text(given, "name");
    RunLimit limit = found(RunLimit.Scope.TAG, name);
    store
        .limits()
        .release(
            name,
            new NamedRuns(store).require(text(given, "run")).id(),
            TaskPath.parse(text(given, "task")),
            Caller.currentName());
    return found(limit.scope(), name);
  }

  private RunLimit found(RunLimit.Scope scope, String name) {
    return store.limits().list().stream()
        .filter(limit -> limit.scope() == scope && limit.name().equals(name))
        .findFirst()
        .orElseThrow(() -> noLimit(scope, name));
  }

  private static StoreFailed noLimit(RunLimit.Scope scope, String name) {
    String what = "limit of %s '%s'".formatted(scope.text(), name);
    return new StoreFailed(ErrorCode.NOT_FOUND, what, "there is no " + what, "");
  }

  private static String text(DataFetchingEnvironment given, String name) {
    String text = given.getArgument(name);
    return text == null ? "" : text;
  }
}
