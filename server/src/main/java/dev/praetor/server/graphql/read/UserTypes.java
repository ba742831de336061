package dev.praetor.server.graphql.read;

import dev.praetor.server.graphql.filter.Pages;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.access.ApiKey;
import dev.praetor.store.access.Role;
import dev.praetor.store.access.User;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.UserQueries;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Map;

/** The code for users. */
record UserTypes(UserQueries users) {
  List<TypeCode<?>> all() {
    return List.of(user(), projectRole(), newUser());
  }

  private static TypeCode<User> user() {
    return TypeCode.of("User", User.class)
        .field("id", User::id)
        .field("name", User::name)
        .field("role", user -> user.roles().onServer().map(Role::name))
        .field("projects", user -> List.copyOf(user.roles().inProjects().entrySet()))
        .field("service", User::service)
        .field("state", user -> user.state().name())
        .field("created", user -> user.made().time())
        .field("createdBy", user -> user.made().by())
        .field("disabled", user -> user.disabled().map(ApiKey.Made::time))
        .field("disabledBy", user -> user.disabled().map(ApiKey.Made::by))
        .field("lastLogIn", User::lastLogIn);
  }

  private static TypeCode<?> projectRole() {
    return TypeCode.of("ProjectRole", Map.Entry.class)
        .field("project", role -> role.getKey())
        .field("role", role -> ((Role) role.getValue()).name());
  }

  private static TypeCode<NewUser> newUser() {
    return TypeCode.of("NewUser", NewUser.class)
        .field("user", NewUser::user)
        .field("link", NewUser::link)
        .field("expires", NewUser::expires);
  }

  /** Returns the page of users that a request asks for. */
  Pages.Counted page(DataFetchingEnvironment environment) {
    PageRequest request = Pages.request(Entity.USER, environment, Condition.ALWAYS);
    return new Pages.Counted(users.page(request), request.where(), users::count);
  }
}
