package dev.praetor.server.graphql.change;

import dev.praetor.server.access.Caller;
import dev.praetor.server.graphql.read.NewUser;
import dev.praetor.server.graphql.read.Reads;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.access.PasswordLinks;
import dev.praetor.store.access.Role;
import dev.praetor.store.access.User;
import dev.praetor.store.access.UserRoles;
import dev.praetor.store.access.Users;
import graphql.schema.DataFetchingEnvironment;
import java.util.Objects;
import java.util.Optional;

/** The changes of users. */
record UserChanges(Reads reads) {
  void addTo(TypeCode<Object> mutation) {
    Users users = reads.store().users();
    mutation
        .fetch("createUser", (_, given) -> create(users, given))
        .fetch("createUserLink", (_, given) -> invited(users.require(text(given, "id"))))
        .fetch("setRole", (_, given) -> setRole(users.roles(), given))
        .fetch("removeRole", (_, given) -> removeRole(users.roles(), given))
        .fetch("disableUser", (_, given) -> users.disable(text(given, "id"), Caller.currentName()))
        .fetch("enableUser", (_, given) -> users.enable(text(given, "id")));
  }

  private NewUser create(Users users, DataFetchingEnvironment given) {
    boolean service = Boolean.TRUE.equals(given.getArgument("service"));
    User made =
        users.create(
            new Users.NewUser(text(given, "name"), role(given), project(given), service),
            Caller.currentName());
    return service ? new NewUser(made, Optional.empty(), Optional.empty()) : invited(made);
  }

  private User setRole(UserRoles roles, DataFetchingEnvironment given) {
    String id = text(given, "id");
    Optional<String> project = project(given);
    return project.isPresent()
        ? roles.set(id, role(given), project.get())
        : roles.set(id, role(given));
  }

  private User removeRole(UserRoles roles, DataFetchingEnvironment given) {
    String id = text(given, "id");
    Optional<String> project = project(given);
    return project.isPresent() ? roles.remove(id, project.get()) : roles.remove(id);
  }

  private NewUser invited(User user) {
    String token = reads.store().passwordLinks().create(user);
    return new NewUser(
        user,
        Optional.of(NewUser.link(reads.publicUrl(), token)),
        Optional.of(reads.clock().instant().plus(PasswordLinks.VALID)));
  }

  /** Returns the project that is named, which there must be. */
  private Optional<String> project(DataFetchingEnvironment given) {
    Optional<String> project = Optional.ofNullable(given.getArgument("project"));
    project.ifPresent(reads.store().projects()::require);
    return project;
  }

  private static Role role(DataFetchingEnvironment given) {
    return Role.valueOf(text(given, "role"));
  }

  private static String text(DataFetchingEnvironment given, String name) {
    return Objects.requireNonNull(given.getArgument(name));
  }
}
