package dev.praetor.server.graphql.change;

import dev.praetor.server.access.Caller;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.access.ApiKey;
import dev.praetor.store.access.ApiKeys;
import dev.praetor.store.access.Role;
import graphql.schema.DataFetchingEnvironment;
import java.util.Objects;
import java.util.Optional;

/** The changes of keys. */
record KeyChanges(ApiKeys keys) {
  void addTo(TypeCode<Object> mutation) {
    mutation
        .fetch("createKey", (_, given) -> create(given))
        .fetch("revokeKey", (_, given) -> revoke(given));
  }

  private ApiKeys.NewKey create(DataFetchingEnvironment given) {
    String name = Objects.requireNonNull(given.getArgument("name"));
    String role = Objects.requireNonNull(given.getArgument("role"));
    return keys.create(
        name,
        Role.valueOf(role),
        Optional.ofNullable(given.getArgument("expires")),
        Caller.currentName());
  }

  private ApiKey revoke(DataFetchingEnvironment given) {
    String id = Objects.requireNonNull(given.getArgument("id"));
    return keys.revoke(id, Caller.currentName());
  }
}
