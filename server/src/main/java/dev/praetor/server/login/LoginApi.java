package dev.praetor.server.login;

import dev.praetor.server.access.Caller;
import dev.praetor.server.access.Credentials;
import dev.praetor.server.access.LogIn;
import dev.praetor.server.audit.Audit;
import dev.praetor.server.audit.Sender;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.ErrorTranslation;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.http.Answer;
import dev.praetor.server.http.Call;
import dev.praetor.server.http.Routes;
import dev.praetor.server.http.SessionCookie;
import dev.praetor.store.access.PasswordLinks;
import dev.praetor.store.access.Role;
import dev.praetor.store.access.User;
import dev.praetor.store.access.UserSession;
import dev.praetor.store.audit.row.Actor;
import dev.praetor.store.audit.row.AuditOutcome;
import dev.praetor.store.audit.row.AuditTarget;
import dev.praetor.store.audit.row.TargetKind;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The requests about sessions and passwords. Thread-safe. */
public record LoginApi(LogIn logIn, SessionCookie cookie, Audit audit) {
  private static final String SET_COOKIE = "Set-Cookie";

  /** Adds the requests. */
  public Routes.Builder addTo(Routes.Builder routes) {
    return routes
        .addOpen("POST", "/api/session", this::begin)
        .add("GET", "/api/session", _ -> who())
        .add("DELETE", "/api/session", _ -> end())
        .addOpen("POST", "/api/password/link", this::purpose)
        .addOpen("POST", "/api/password", this::set)
        .add("PUT", "/api/password", this::change);
  }

  private Answer begin(Call call) throws InterruptedException {
    JsonNode given = given(call, Set.of("name", "password"), Set.of());
    String name = text(given, "name");
    String token =
        recorded(
            "logIn",
            name,
            () ->
                logIn.begin(
                    new Credentials.Password(name, text(given, "password")), call.address()));
    return done().withHeader(SET_COOKIE, cookie.set(token));
  }

  private static Answer who() {
    Caller caller = Caller.current();
    ObjectNode answer =
        JsonMapper.shared()
            .createObjectNode()
            .put("name", caller.name())
            .put("role", caller.roles().onServer().map(Role::name).orElse(null))
            .put("kind", caller.session().isPresent() ? "USER" : "KEY");
    ObjectNode projects = answer.putObject("projects");
    caller.roles().inProjects().forEach((project, role) -> projects.put(project, role.name()));
    Optional<UserSession> session = caller.session();
    if (session.isPresent()) {
      answer
          .put("since", session.get().created().toString())
          .put("idleEnd", session.get().end().toString())
          .put("end", session.get().ends().toString());
    }
    return Answer.json(200, answer);
  }

  /** Does something about a session or password, and records it; a password is not recorded. */
  private <T> T recorded(String action, String user, Step<T> step) throws InterruptedException {
    Sender sender = Sender.current();
    AuditTarget target = AuditTarget.of(TargetKind.USER, user);
    ObjectNode arguments = JsonMapper.shared().createObjectNode();
    T done;
    try {
      done = step.take();
    } catch (RuntimeException e) {
      audit.refused(sender, action, target, arguments, ErrorTranslation.of(e));
      throw e;
    }
    Sender known = sender.by(new Actor(user, Actor.Kind.USER));
    audit.record(known, action, target, arguments, AuditOutcome.DONE);
    return done;
  }

  /** A step that may have to wait for its turn. */
  @FunctionalInterface
  private interface Step<T> {
    T take() throws InterruptedException;
  }

  private Answer end() throws InterruptedException {
    UserSession session = session();
    boolean _ =
        recorded(
            "logOut",
            session.user().name(),
            () -> {
              logIn.end(session);
              return true;
            });
    return done().withHeader(SET_COOKIE, cookie.deleted());
  }

  private static UserSession session() {
    return Caller.current()
        .session()
        .orElseThrow(() ->
            new RequestRefused(
                ApiCode.BAD_REQUEST, "this is for people who are logged in, not for keys"));
  }

  private Answer purpose(Call call) {
    JsonNode given = given(call, Set.of("token"), Set.of());
    PasswordLinks.Purpose purpose = logIn.purpose(new Credentials.Link(text(given, "token")));
    return Answer.json(
        200,
        JsonMapper.shared()
            .createObjectNode()
            .put("first", purpose.user().isEmpty())
            .put("name", purpose.user().map(User::name).orElse("")));
  }

  private Answer set(Call call) throws InterruptedException {
    JsonNode given = given(call, Set.of("token", "password"), Set.of("name"));
    Credentials.Link link = new Credentials.Link(text(given, "token"));
    String user = logIn.user(link).map(User::name).orElse(text(given, "name"));
    String name =
        recorded(
            "setPassword",
            user,
            () -> logIn.setPassword(link, text(given, "name"), text(given, "password")));
    return Answer.json(200, JsonMapper.shared().createObjectNode().put("name", name));
  }

  private Answer change(Call call) throws InterruptedException {
    UserSession session = session();
    JsonNode given = given(call, Set.of("old", "password"), Set.of());
    boolean _ =
        recorded(
            "changePassword",
            session.user().name(),
            () -> {
              logIn.changePassword(
                  session, text(given, "old"), text(given, "password"), call.address());
              return true;
            });
    return done();
  }

  private static Answer done() {
    return Answer.json(200, JsonMapper.shared().createObjectNode());
  }

  private static String text(JsonNode given, String name) {
    return given.path(name).asString("");
  }

  /** Reads the body: an object of texts. */
  private static JsonNode given(Call call, Set<String> needed, Set<String> optional) {
    JsonNode given;
    try {
      given = JsonMapper.shared().readTree(call.text());
    } catch (JacksonException e) {
      throw malformed(needed);
    }
    Set<String> all = new HashSet<>(needed);
    all.addAll(optional);
    boolean isGood =
        given.isObject()
            && given.propertyNames().containsAll(needed)
            && all.containsAll(given.propertyNames())
            && given.properties().stream().allMatch(each -> each.getValue().isString());
    if (!isGood) {
      throw malformed(needed);
    }
    return given;
  }

  private static RequestRefused malformed(Set<String> needed) {
    return new RequestRefused(
        ApiCode.BAD_REQUEST,
        "the body is an object of JSON with the texts "
            + String.join(", ", needed.stream().sorted().toList()));
  }
}
