package dev.praetor.server.access;

import dev.praetor.store.access.Role;
import dev.praetor.store.access.UserSession;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The sender of a request. While the request is answered, its caller is known to the thread.
 *
 * @param name the name that is recorded with what the caller changes
 * @param session the session of a person who is logged in; absent for a key
 */
public record Caller(String name, Role role, Optional<UserSession> session) {
  /** The holder of the administrator's key of the home. */
  static final Caller ADMINISTRATOR = new Caller("administrator", Role.ADMINISTRATOR);

  /** The sender of a request that needs no key. */
  public static final Caller NOBODY = new Caller("", Role.VIEWER);

  private static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();

  /** Creates the holder of a key, or nobody. */
  public Caller(String name, Role role) {
    this(name, role, Optional.empty());
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
