package dev.praetor.server.access;

import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.store.access.ApiKey;
import dev.praetor.store.access.Role;
import dev.praetor.store.access.Roles;
import dev.praetor.store.access.RunnerToken;
import dev.praetor.store.access.UserSession;
import dev.praetor.store.audit.row.Actor;
import dev.praetor.store.query.ProjectScope;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * The sender of a request. While the request is answered, its caller is known to the thread.
 *
 * @param proof the way in which the caller proved who it is
 * @param roles what it may do, and where
 * @param request the request that is answered, by its name in {@link Permissions}; empty if it
 *     needs no role
 */
public record Caller(Proof proof, Roles roles, String request) {
  /** The ways in which callers prove who they are. */
  public sealed interface Proof {
    /** By the administrator's key of the home. */
    record Administrator() implements Proof {}

    /** By a key. */
    record Key(ApiKey key) implements Proof {}

    /** By the token that its worker got for it, as a runner. */
    record Runner(RunnerToken token) implements Proof {}

    /** By a log-in. */
    record Session(UserSession session) implements Proof {}

    /** Not at all. */
    record None() implements Proof {}
  }

  /** The holder of the administrator's key of the home. */
  static final Caller ADMINISTRATOR =
      new Caller(new Proof.Administrator(), new Roles.OnServer(Role.ADMINISTRATOR), "");

  /** The sender of a request that needs no key. */
  public static final Caller NOBODY = new Caller(new Proof.None(), Roles.none(), "");

  private static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();

  /** Returns the holder of a key, which has these roles now. */
  static Caller of(ApiKey key, Roles roles) {
    return new Caller(new Proof.Key(key), roles, "");
  }

  /** Returns the runner of a token. */
  static Caller of(RunnerToken token) {
    return new Caller(new Proof.Runner(token), new Roles.OnServer(Role.WORKER), "");
  }

  /** Returns a person who is logged in. */
  static Caller of(UserSession session) {
    return new Caller(new Proof.Session(session), session.user().roles(), "");
  }

  /** Returns the caller with another request. */
  public Caller asking(String name) {
    return new Caller(proof, roles, name);
  }

  /**
   * Returns the name that is recorded with what the caller changes: that of the key or the user, or
   * for the key of a user both, as in {@code ann:laptop}, and for the key of a project both, as in
   * {@code acme/ci}: names of users and of keys have neither character.
   */
  public String name() {
    return switch (proof) {
      case Proof.Administrator _ -> "administrator";
      case Proof.Key key -> key.key().recordedName();
      case Proof.Runner runner -> "runner of " + runner.token().worker().name();
      case Proof.Session session -> session.session().user().name();
      case Proof.None _ -> "";
    };
  }

  /** Returns the words for the caller in a sentence. */
  public String words() {
    return switch (proof) {
      case Proof.Key key ->
          "the key '%s'%s"
              .formatted(
                  key.key().name(),
                  key.key().user().map(user -> " of the user '" + user + "'").orElse(""));
      case Proof.Runner _ -> "the token of '" + name() + "'";
      case Proof.Session _ -> "the user '" + name() + "'";
      case Proof.Administrator _, Proof.None _ -> "the key '" + name() + "'";
    };
  }

  /** Returns the session of a person who is logged in; absent for a key. */
  public Optional<UserSession> session() {
    return proof instanceof Proof.Session known ? Optional.of(known.session()) : Optional.empty();
  }

  /** Returns the token of a runner; absent if the caller is something else. */
  public Optional<RunnerToken> runner() {
    return proof instanceof Proof.Runner known ? Optional.of(known.token()) : Optional.empty();
  }

  /** Returns the id of the key of the caller; absent if it has none that an administrator made. */
  public Optional<String> key() {
    return proof instanceof Proof.Key known ? Optional.of(known.key().id()) : Optional.empty();
  }

  /** Returns the pools to which the caller is limited; empty if to none. */
  public List<String> pools() {
    return switch (proof) {
      case Proof.Key key -> key.key().pools();
      case Proof.Runner runner -> runner.token().pools();
      case Proof.Administrator _, Proof.Session _, Proof.None _ -> List.of();
    };
  }

  /** Returns the caller as the audit log names it. */
  public Actor actor() {
    Actor.Kind kind =
        switch (proof) {
          case Proof.Administrator _ -> Actor.Kind.ADMINISTRATOR_KEY;
          case Proof.Key _ -> Actor.Kind.KEY;
          case Proof.Runner _ -> Actor.Kind.RUNNER;
          case Proof.Session _ -> Actor.Kind.USER;
          case Proof.None _ -> Actor.Kind.UNKNOWN;
        };
    return new Actor(name(), kind);
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

  /** Returns whether the caller has a role on the whole server, and so sees all projects. */
  public boolean seesAll() {
    return roles.onServer().isPresent();
  }

  /** Returns the projects that the caller sees, given what the request asks for. */
  private ProjectScope scope() {
    // Whoever may not change a thing is told so if it is seen, and that it is not there otherwise.
    Role needed = Permissions.isChange(request) ? Role.VIEWER : needed();
    return new ProjectScope(roles.projectsWith(needed));
  }

  private Role needed() {
    return request.isEmpty() ? Role.VIEWER : Permissions.needed(request);
  }

  /** Returns whether the caller sees a flow. */
  public boolean sees(FlowKey flow) {
    return sees(flow.project());
  }

  /** Returns whether the caller sees a project. */
  public boolean sees(String project) {
    return scope().includes(project);
  }

  /**
   * Checks that the role of the caller in a project that it sees permits the request.
   *
   * @throws RequestRefused if not
   */
  public void requireIn(String project) {
    Role needed = needed();
    Optional<Role> role = roles.in(project);
    if (role.isEmpty() || !role.get().includes(needed)) {
      throw Forbidden.of(
          request,
          "%s needs the role %s in the project '%s', and %s has %s there"
              .formatted(
                  Permissions.shortName(request),
                  needed.label(),
                  project,
                  words(),
                  role.map(known -> "the role " + known.label()).orElse("no role")));
    }
  }

  /** Does something on behalf of the caller. */
  public void run(Runnable work) {
    ScopedValue.where(CURRENT, this).run(work);
  }

  /** Asks for something on behalf of the caller. */
  public <T> T get(Supplier<T> question) {
    return ScopedValue.where(CURRENT, this).call(question::get);
  }

  /** Does something on behalf of the caller, and returns its result. */
  public <T> T call(Callable<T> work) throws Exception {
    return ScopedValue.where(CURRENT, this).call(work::call);
  }

  /**
   * Returns work on behalf of the caller, for another thread, which would not know the caller
   * otherwise.
   */
  public <T> Callable<T> calling(Callable<T> work) {
    return () -> call(work);
  }
}
