package dev.praetor.server.graphql.change;

import dev.praetor.server.access.Caller;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.access.ApiKey;
import dev.praetor.store.access.ApiKeys;
import dev.praetor.store.access.Role;
import dev.praetor.store.project.Projects;
import graphql.schema.DataFetchingEnvironment;
import java.util.Objects;
import java.util.Optional;

/** The changes of keys. */
record KeyChanges(ApiKeys keys, Projects projects) {
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
        project(given),
        Optional.ofNullable(given.getArgument("expires")),
        Caller.currentName());
  }

  /** Returns the project of a new key; whoever is limited to a project makes keys for it only. */
  private Optional<String> project(DataFetchingEnvironment given) {
    Optional<String> asked = Optional.ofNullable(given.getArgument("project"));
    Optional<String> own = Caller.current().project();
    if (own.isPresent() && !asked.equals(own)) {
      throw new RequestRefused(
          ApiCode.FORBIDDEN,
          "the key '%1$s' is limited to the project '%2$s', and makes keys for it only; give project '%2$s'"
              .formatted(Caller.currentName(), own.get()));
    }
    asked.ifPresent(projects::require);
    return asked;
  }

  private ApiKey revoke(DataFetchingEnvironment given) {
    String id = Objects.requireNonNull(given.getArgument("id"));
    Optional<String> own = Caller.current().project();
    if (own.isPresent() && keys.named(id).filter(key -> key.project().equals(own)).isEmpty()) {
      throw new RequestRefused(
          ApiCode.NOT_FOUND, "there is no key '" + id + "' that is not revoked");
    }
    return keys.revoke(id, Caller.currentName());
  }
}
