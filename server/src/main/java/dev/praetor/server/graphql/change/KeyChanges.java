package dev.praetor.server.graphql.change;

import dev.praetor.server.access.Caller;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.access.ApiKey;
import dev.praetor.store.access.ApiKeys;
import dev.praetor.store.access.KeyScope;
import dev.praetor.store.access.Role;
import dev.praetor.store.access.User;
import dev.praetor.store.access.Users;
import dev.praetor.store.project.Projects;
import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The changes of keys. */
record KeyChanges(ApiKeys keys, Users users, Projects projects) {
  void addTo(TypeCode<Object> mutation) {
    mutation
        .fetch("createKey", (_, given) -> create(given))
        .fetch("revokeKey", (_, given) -> revoke(given));
  }

  private ApiKeys.NewKey create(DataFetchingEnvironment given) {
    String name = Objects.requireNonNull(given.getArgument("name"));
    return keys.create(
        name,
        rights(name, given),
        Optional.ofNullable(given.getArgument("expires")),
        Caller.currentName());
  }

  private ApiKeys.Rights rights(String name, DataFetchingEnvironment given) {
    List<String> pools = pools(name, given);
    Optional<String> user = Optional.ofNullable(given.getArgument("user"));
    Optional<String> role = Optional.ofNullable(given.getArgument("role"));
    Optional<String> project = Optional.ofNullable(given.getArgument("project"));
    if (user.isEmpty() && role.isEmpty()) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST, "give the role of the key, or the user whose roles it has");
    }
    if (user.isPresent() && (role.isPresent() || project.isPresent() || !pools.isEmpty())) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST,
          "the key of a user has the roles of the user; leave the role, the project and the pools out");
    }
    return user.isPresent()
        ? ofUser(user.get())
        : new ApiKeys.Rights.Own(
            Role.valueOf(role.orElseThrow()), new KeyScope(permitted(project), pools));
  }

  private ApiKeys.Rights ofUser(String idOrName) {
    requireAll("keys of users");
    User user = users.require(idOrName);
    if (user.disabled().isPresent()) {
      throw new RequestRefused(
          ApiCode.CONFLICT,
          "the user '%s' is disabled; enable the user first".formatted(user.name()));
    }
    return new ApiKeys.Rights.OfUser(user.name());
  }

  private static void requireAll(String what) {
    if (!Caller.current().seesAll()) {
      throw new RequestRefused(
          ApiCode.FORBIDDEN,
          "%s is limited to projects, and makes no %s; give the project of the key"
              .formatted(Caller.current().words(), what));
    }
  }

  /** Returns the project of a new key, for which the caller may make one. */
  private Optional<String> permitted(Optional<String> project) {
    if (project.isEmpty()) {
      requireAll("keys of the whole server");
      return project;
    }
    if (!Caller.current().sees(project.get())) {
      throw Projects.none(project.get());
    }
    Caller.current().requireIn(project.get());
    projects.require(project.get());
    return project;
  }

  private static List<String> pools(String name, DataFetchingEnvironment given) {
    List<String> pools = given.getArgument("pools");
    if (pools != null && pools.isEmpty()) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST,
          "key '%s' would be limited to no pool; name one, or leave pools out for all"
              .formatted(name));
    }
    return pools == null ? List.of() : pools;
  }

  private ApiKey revoke(DataFetchingEnvironment given) {
    String id = Objects.requireNonNull(given.getArgument("id"));
    Caller caller = Caller.current();
    ApiKey key = keys.require(id, each -> caller.seesAll() || isOf(caller, each));
    return keys.revoke(key, Caller.currentName());
  }

  /** Returns whether a caller is an administrator of the project of a key. */
  private static boolean isOf(Caller caller, ApiKey key) {
    return key.project()
        .flatMap(caller.roles()::in)
        .filter(role -> role.includes(Role.ADMINISTRATOR))
        .isPresent();
  }
}
