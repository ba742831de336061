package dev.praetor.server.access;

import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.store.access.ApiKey;
import dev.praetor.store.access.Role;
import dev.praetor.store.access.UserSession;
import dev.praetor.store.audit.row.Actor;
import dev.praetor.store.query.ProjectScope;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The sender of a request. While the request is answered, its caller is known to the thread.
 *
 * @param name the name that is recorded with what the caller changes
 * @param project the project to which the caller is limited; absent if to none
 * @param kind the way in which the caller proved who it is
 * @param session the session of a person who is logged in; absent for a key
 */
public record Caller(
    String name,
    Role role,
    Optional<String> project,
    Actor.Kind kind,
    Optional<UserSession> session) {
  /** The holder of the administrator's key of the home. */
  static final Caller ADMINISTRATOR =
      new Caller(
          "administrator",
          Role.ADMINISTRATOR,
          Optional.empty(),
          Actor.Kind.ADMINISTRATOR_KEY,
          Optional.empty());

  /** The sender of a request that needs no key. */
  public static final Caller NOBODY =
      new Caller("", Role.VIEWER, Optional.of(""), Actor.Kind.UNKNOWN, Optional.empty());

  private static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();

  /** Returns the holder of a key. */
  static Caller of(ApiKey key) {
    return new Caller(key.name(), key.role(), key.project(), Actor.Kind.KEY, Optional.empty());
  }

  /** Returns a person who is logged in. */
  static Caller of(UserSession session) {
    return new Caller(
        session.user().name(),
        session.user().role(),
        Optional.empty(),
        Actor.Kind.USER,
        Optional.of(session));
  }

  /** Returns the caller as the audit log names it. */
  public Actor actor() {
    return new Actor(name, kind);
  }

  /**
   * Returns the caller of the request that this thread answers.
   *
   * @throws IllegalStateException if the thread answers none
   */
  public static Caller current() {
    return CURRENT.orElseThrow(() -> new IllegalStateException("no request is being answered"));
  }

  /** Returns the name of the caller of the request that this thread answers. */
  public static String currentName() {
    return current().name();
  }

  /** Returns the projects that the caller of the request sees. */
  public static ProjectScope currentScope() {
    return current().scope();
  }

  private ProjectScope scope() {
    return project.map(ProjectScope::of).orElse(ProjectScope.ALL);
  }

  /** Returns whether the caller sees a flow. */
  public boolean sees(FlowKey flow) {
    return scope().includes(flow.project());
  }

  /** Does something on behalf of the caller. */
  public void run(Runnable work) {
    ScopedValue.where(CURRENT, this).run(work);
  }

  /**
   * Returns work on behalf of the caller, for another thread, which would not know the caller
   * otherwise.
   */
  public <T> Callable<T> calling(Callable<T> work) {
    return () -> ScopedValue.where(CURRENT, this).call(work::call);
  }
}
