package dev.praetor.server.graphql.change;

import dev.praetor.server.access.Caller;
import dev.praetor.server.graphql.read.NewUser;
import dev.praetor.server.graphql.read.Reads;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.access.PasswordLinks;
import dev.praetor.store.access.Role;
import dev.praetor.store.access.User;
import dev.praetor.store.access.Users;
import graphql.schema.DataFetchingEnvironment;
import java.util.Objects;

/** The changes of users. */
record UserChanges(Reads reads) {
  void addTo(TypeCode<Object> mutation) {
    Users users = reads.store().users();
    mutation
        .fetch(
            "createUser",
            (_, given) ->
                invited(
                    users.create(
                        text(given, "name"),
                        Role.valueOf(text(given, "role")),
                        Caller.currentName())))
        .fetch("createUserLink", (_, given) -> invited(users.require(text(given, "id"))))
        .fetch(
            "setRole",
            (_, given) -> users.setRole(text(given, "id"), Role.valueOf(text(given, "role"))))
        .fetch("disableUser", (_, given) -> users.disable(text(given, "id"), Caller.currentName()))
        .fetch("enableUser", (_, given) -> users.enable(text(given, "id")));
  }

  private NewUser invited(User user) {
    String token = reads.store().passwordLinks().create(user);
    return new NewUser(
        user,
        NewUser.link(reads.publicUrl(), token),
        reads.clock().instant().plus(PasswordLinks.VALID));
  }

  private static String text(DataFetchingEnvironment given, String name) {
    return Objects.requireNonNull(given.getArgument(name));
  }
}
