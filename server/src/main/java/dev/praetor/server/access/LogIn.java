package dev.praetor.server.access;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.ApiError;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.store.RunStore;
import dev.praetor.store.access.PasswordLinks;
import dev.praetor.store.access.Sessions;
import dev.praetor.store.access.User;
import dev.praetor.store.access.UserSession;
import dev.praetor.store.access.Users;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The log-in of people, and their passwords. Thread-safe. */
public final class LogIn {
  private final Users users;
  private final Sessions sessions;
  private final PasswordLinks links;
  private final Passwords passwords = new Passwords();
  private final LogInLimits limits;

  public LogIn(RunStore store, InstantSource clock) {
    this.users = store.users();
    this.sessions = store.sessions();
    this.links = store.passwordLinks();
    this.limits = new LogInLimits(clock);
  }

  /**
   * Begins a session; says nothing about whether the name or the password is wrong.
   *
   * @param address the address from which the request comes
   * @return the token of the session
   * @throws RequestRefused if name and password do not fit, or too many attempts have failed
   */
  public String begin(Credentials.Password given, String address) throws InterruptedException {
    String name = given.name().strip().toLowerCase(Locale.ROOT);
    String place = place(address);
    require(name, place);
    Optional<Users.Known> known = users.known(name);
    boolean matches = passwords.matches(given.password(), known.map(Users.Known::hash).orElse(""));
    User user =
        known
            .map(Users.Known::user)
            .filter(each -> matches && each.disabled().isEmpty())
            .orElseThrow(LogIn::wrong);
    limits.succeeded(name, place);
    return sessions.begin(user, address);
  }

  private static RequestRefused wrong() {
    return new RequestRefused(ApiCode.UNAUTHENTICATED, "the name or the password is wrong");
  }

  private void require(String name, String place) {
    Optional<Duration> wait = limits.begin(name, place);
    if (wait.isPresent()) {
      long seconds = wait.get().plusMillis(999).toSeconds();
      throw new RequestRefused(
          ApiError.of(
                  ApiCode.RATE_LIMITED,
                  "too many attempts to log in have failed; try again in %,d s".formatted(seconds))
              .withDetails(List.of(Map.of("retryAfterSeconds", seconds))));
    }
  }

  /** Returns the part of an address that one sender has: of IPv6, a network. */
  private static String place(String address) {
    List<String> groups = List.of(address.split(":", -1));
    return groups.size() < 3
        ? address
        : String.join(":", groups.subList(0, Math.min(4, groups.size())));
  }

  /** Ends a session. */
  public void end(UserSession session) {
    sessions.end(session);
  }

  /**
   * Returns what a link is for.
   *
   * @throws RequestRefused if it cannot be used any more
   */
  public PasswordLinks.Purpose purpose(Credentials.Link link) {
    return links.find(link.token()).orElseThrow(LogIn::over);
  }

  /** Returns the user of a link that can still be used. */
  public Optional<User> user(Credentials.Link link) {
    return links.find(link.token()).flatMap(PasswordLinks.Purpose::user);
  }

  private static RequestRefused over() {
    return new RequestRefused(
        ApiCode.UNAUTHENTICATED,
        "the link cannot be used any more: it was used, replaced, or is older than a day; an"
            + " administrator can make another one");
  }

  /**
   * Sets the password of the user of a link, which ends with it; or makes the first administrator.
   *
   * @param name the name of the first administrator; empty for the link of a user
   * @return the name of the user
   * @throws RequestRefused if the link cannot be used any more, or the password is not good
   */
  public String setPassword(Credentials.Link link, String name, String password)
      throws InterruptedException {
    Optional<User> user = purpose(link).user();
    if (user.isPresent()) {
      Passwords.requireGood(user.get().name(), password);
      if (!links.use(link.token(), user.get(), passwords.hash(password))) {
        throw over();
      }
      return user.get().name();
    }
    Passwords.requireGood(name, password);
    if (!links.useFirst(link.token(), name, passwords.hash(password))) {
      throw over();
    }
    return name;
  }

  /**
   * Changes the password of the user of a session; the other sessions end.
   *
   * @param address the address from which the request comes
   * @throws RequestRefused if the old password is wrong, or the new one is not good
   */
  public void changePassword(UserSession session, String old, String password, String address)
      throws InterruptedException {
    String name = session.user().name();
    Passwords.requireGood(name, password);
    String place = place(address);
    require(name, place);
    String hash = users.known(name).map(Users.Known::hash).orElse("");
    if (!passwords.matches(old, hash)) {
      throw new RequestRefused(ApiCode.FORBIDDEN, "the old password is wrong");
    }
    limits.succeeded(name, place);
    users.setPassword(session, passwords.hash(password));
  }
}
