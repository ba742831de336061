package dev.praetor.server.graphql.change;

import dev.praetor.server.access.Caller;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.access.ApiKey;
import dev.praetor.store.access.ApiKeys;
import dev.praetor.store.access.Role;
import dev.praetor.store.access.User;
import dev.praetor.store.access.Users;
import dev.praetor.store.project.Projects;
import graphql.schema.DataFetchingEnvironment;
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
        rights(given),
        Optional.ofNullable(given.getArgument("expires")),
        Caller.currentName());
  }

  private ApiKeys.Rights rights(DataFetchingEnvironment given) {
    Optional<String> user = Optional.ofNullable(given.getArgument("user"));
    Optional<String> role = Optional.ofNullable(given.getArgument("role"));
    Optional<String> project = Optional.ofNullable(given.getArgument("project"));
    if (user.isEmpty() && role.isEmpty()) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST, "give the role of the key, or the user whose roles it has");
    }
    if (user.isPresent() && (role.isPresent() || project.isPresent())) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST,
          "the key of a user has the roles of the user; leave the role and the project out");
    }
    return user.isPresent()
        ? ofUser(user.get())
        : new ApiKeys.Rights.Own(Role.valueOf(role.orElseThrow()), permitted(project));
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

  private ApiKey revoke(DataFetchingEnvironment given) {
    String id = Objects.requireNonNull(given.getArgument("id"));
    Caller caller = Caller.current();
    boolean isOwn = caller.seesAll() || keys.named(id).filter(key -> isOf(caller, key)).isPresent();
    if (!isOwn) {
      throw new RequestRefused(
          ApiCode.NOT_FOUND, "there is no key '" + id + "' that is not revoked");
    }
    return keys.revoke(id, Caller.currentName());
  }

  /** Returns whether a caller is an administrator of the project of a key. */
  private static boolean isOf(Caller caller, ApiKey key) {
    return key.project()
        .flatMap(caller.roles()::in)
        .filter(role -> role.includes(Role.ADMINISTRATOR))
        .isPresent();
  }
}
