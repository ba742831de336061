package dev.praetor.server.access;

import dev.praetor.store.access.Role;
import dev.praetor.store.audit.row.Actor;
import java.util.concurrent.Callable;

/**
 * The sender of a request. While the request is answered, its caller is known to the thread.
 *
 * @param name the name that is recorded with what the caller changes
 * @param kind the way in which the caller proved who it is
 */
public record Caller(String name, Role role, Actor.Kind kind) {
  /** The holder of the administrator's key of the home. */
  static final Caller ADMINISTRATOR =
      new Caller("administrator", Role.ADMINISTRATOR, Actor.Kind.ADMINISTRATOR_KEY);

  /** The sender of a request that needs no key. */
  public static final Caller NOBODY = new Caller("", Role.VIEWER, Actor.Kind.UNKNOWN);

  private static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();

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
