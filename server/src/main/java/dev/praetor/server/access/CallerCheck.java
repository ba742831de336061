package dev.praetor.server.access;

import dev.praetor.server.error.RequestRefused;
import dev.praetor.store.access.Role;
import dev.praetor.store.access.Roles;
import java.util.Optional;
import java.util.SortedMap;

/** Compares what requests need with the roles of their callers. */
public final class CallerCheck {
  private CallerCheck() {}

  /**
   * Checks that a caller may do something somewhere. Whether it may do it to a thing of a project,
   * {@link Caller#requireIn} says.
   *
   * @throws RequestRefused if not
   */
  public static void require(Caller caller, String request) {
    if (caller.session().isPresent() && Permissions.isOfOneself(request)) {
      return;
    }
    Role needed = Permissions.needed(request);
    String name = Permissions.shortName(request);
    if (!caller.seesAll() && Permissions.isOfServer(request)) {
      throw Forbidden.of(
          request,
          "%s is about the whole server, and %s is limited to %s"
              .formatted(name, caller.words(), projects(caller.roles())));
    }
    if (caller.runner().isPresent() && !Permissions.isOfRunner(request)) {
      throw Forbidden.of(
          request,
          "%s is not for runners: %s opens its own session, its runs and its package"
              .formatted(name, caller.words()));
    }
    if (!caller.roles().include(needed)) {
      throw Forbidden.of(
          request,
          "%s needs the role %s, and %s has %s"
              .formatted(name, needed.label(), caller.words(), roles(caller.roles())));
    }
  }

  private static String projects(Roles roles) {
    SortedMap<String, Role> all = roles.inProjects();
    return all.size() == 1 ? "the project '" + all.firstKey() + "'" : "single projects";
  }

  private static String roles(Roles roles) {
    SortedMap<String, Role> all = roles.inProjects();
    Optional<Role> known = roles.onServer();
    if (known.isPresent()) {
      return "the role " + known.get().label();
    }
    return switch (all.size()) {
      case 0 -> "no role";
      case 1 -> "the role " + all.firstEntry().getValue().label() + " in " + projects(roles);
      default -> "it in none of its projects";
    };
  }
}
