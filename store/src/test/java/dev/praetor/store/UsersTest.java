package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.ErrorCode;
import dev.praetor.store.access.ApiKey;
import dev.praetor.store.access.PasswordLinks;
import dev.praetor.store.access.Role;
import dev.praetor.store.access.Sessions;
import dev.praetor.store.access.User;
import dev.praetor.store.access.UserSession;
import dev.praetor.store.access.Users;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The people who use a server, the links for their passwords, and their sessions. */
@ParameterizedClass
@EnumSource
class UsersTest extends StoreTest {
  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-03-02T08:00:00Z"));
  private RunStore timed;

  UsersTest(Databases databases) {
    super(databases, databases.fresh());
  }

  @BeforeEach
  void openWithClock() {
    timed = RunStore.open(database, StoreOptions.defaults(), time::get);
  }

  @AfterEach
  void closeWithClock() {
    timed.close();
  }

  private Users users() {
    return timed.users();
  }

  private PasswordLinks links() {
    return timed.passwordLinks();
  }

  private Sessions sessions() {
    return timed.sessions();
  }

  private void pass(Duration span) {
    time.set(time.get().plus(span));
  }

  /** Makes a user with a password. */
  private User known(String name, Role role) {
    User user = users().create(Users.NewUser.person(name, role), "ann");
    assertThat(links().use(links().create(user), user, "hash of " + name)).isTrue();
    return users().require(name);
  }

  private static void checkRefused(ErrorCode code, String problem, ThrowingCallable change) {
    assertThatThrownBy(change)
        .isInstanceOfSatisfying(StoreFailed.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(problem);
  }

  /** Returns all that the tables of users contain. */
  private String content() throws Exception {
    StringBuilder all = new StringBuilder();
    try (Connection connection = database.writing().getConnection();
        Statement statement = connection.createStatement()) {
      for (String table : List.of("account", "account_link", "account_session")) {
        try (ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
          while (row.next()) {
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
              all.append(row.getObject(i)).append(' ');
            }
          }
        }
      }
    }
    return all.toString();
  }

  @Test
  void a_user_is_invited_until_a_password_is_set_with_the_link() throws Exception {
    User user = users().create(Users.NewUser.person("bo@example.com", Role.OPERATOR), "ann");
    assertThat(user.state()).isEqualTo(User.State.INVITED);
    assertThat(user.made()).isEqualTo(new ApiKey.Made("ann", time.get()));
    assertThat(users().known("bo@example.com").orElseThrow().hash()).isEmpty();
    String token = links().create(user);
    assertThat(content()).doesNotContain(token);
    assertThat(links().find(token)).contains(new PasswordLinks.Purpose(Optional.of(user)));
    assertThat(links().use(token, user, "a hash")).isTrue();
    assertThat(users().known(" BO@example.com ").orElseThrow().hash()).isEqualTo("a hash");
    assertThat(users().named(user.id()).map(User::state)).contains(User.State.ACTIVE);
    assertThat(links().find(token)).isEmpty();
    assertThat(links().use(token, user, "another")).isFalse();
    assertThat(users().known("bo@example.com").orElseThrow().hash()).isEqualTo("a hash");
  }

  @Test
  void a_link_ends_after_a_day_and_when_there_is_a_newer_one() {
    User user = users().create(Users.NewUser.person("bo", Role.VIEWER), "ann");
    String first = links().create(user);
    String second = links().create(user);
    assertThat(links().find(first)).isEmpty();
    assertThat(links().find(second)).isPresent();
    pass(PasswordLinks.VALID.minusSeconds(1));
    assertThat(links().find(second)).isPresent();
    pass(Duration.ofSeconds(1));
    assertThat(links().find(second)).isEmpty();
    assertThat(links().use(second, user, "a hash")).isFalse();
  }

  @Test
  void the_first_administrator_is_made_with_a_link_that_ends_when_there_is_another() {
    String old = links().createFirst().orElseThrow();
    String token = links().createFirst().orElseThrow();
    assertThat(links().useFirst(old, "ann", "a hash")).isFalse();
    checkRefused(
        ErrorCode.BAD_REQUEST, "small letters", () -> links().useFirst(token, "Ann", "a hash"));
    assertThat(links().find(token)).contains(new PasswordLinks.Purpose(Optional.empty()));
    assertThat(links().useFirst(token, "ann", "a hash")).isTrue();
    assertThat(users().require("ann").roles().onServer()).contains(Role.ADMINISTRATOR);
    assertThat(links().useFirst(token, "eve", "a hash")).isFalse();
    assertThat(links().createFirst()).isEmpty();
  }

  @Test
  void a_link_for_the_first_administrator_is_of_no_use_when_there_is_one() {
    String token = links().createFirst().orElseThrow();
    User ann = known("ann", Role.ADMINISTRATOR);
    assertThat(links().useFirst(token, "eve", "a hash")).isFalse();
    assertThat(users().named("eve")).isEmpty();
    assertThat(ann.state()).isEqualTo(User.State.ACTIVE);
  }

  @Test
  void names_and_roles_that_make_no_sense_are_refused() {
    for (String name : List.of("", "Bo", " bo", "bo\n", ".bo", "b".repeat(101), "bö")) {
      checkRefused(
          ErrorCode.BAD_REQUEST,
          "the name of a user has",
          () -> users().create(Users.NewUser.person(name, Role.VIEWER), "ann"));
    }
    checkRefused(
        ErrorCode.BAD_REQUEST,
        "no user is named 'administrator'",
        () -> users().create(Users.NewUser.person("administrator", Role.VIEWER), "ann"));
    checkRefused(
        ErrorCode.BAD_REQUEST,
        "for keys of workers",
        () -> users().create(Users.NewUser.person("bo", Role.WORKER), "ann"));
    User bo = users().create(Users.NewUser.person("bo", Role.VIEWER), "ann");
    checkRefused(
        ErrorCode.CONFLICT,
        "there is a user with the name 'bo'",
        () -> users().create(Users.NewUser.person("bo", Role.AUTHOR), "ann"));
    checkRefused(
        ErrorCode.BAD_REQUEST, "for keys of workers", () -> users().roles().set("bo", Role.WORKER));
    assertThat(users().named("bo")).contains(bo);
    checkRefused(ErrorCode.NOT_FOUND, "no user 'cy'", () -> users().roles().set("cy", Role.VIEWER));
  }

  @Test
  void the_last_administrator_with_a_password_stays_one() {
    known("ann", Role.ADMINISTRATOR);
    User bo = users().create(Users.NewUser.person("bo", Role.ADMINISTRATOR), "ann");
    checkRefused(ErrorCode.CONFLICT, "the last administrator", () -> users().disable("ann", "x"));
    checkRefused(
        ErrorCode.CONFLICT,
        "the last administrator",
        () -> users().roles().set("ann", Role.VIEWER));
    assertThat(users().roles().set("ann", Role.ADMINISTRATOR).roles().onServer())
        .contains(Role.ADMINISTRATOR);
    assertThat(links().use(links().create(bo), bo, "a hash")).isTrue();
    assertThat(users().roles().set("ann", Role.VIEWER).roles().onServer()).contains(Role.VIEWER);
    checkRefused(ErrorCode.CONFLICT, "the last administrator", () -> users().disable("bo", "x"));
    assertThat(users().disable("ann", "bo").disabled()).contains(new ApiKey.Made("bo", time.get()));
  }

  @Test
  void a_session_ends_without_use_after_its_longest_time_and_by_log_out() throws Exception {
    User bo = known("bo", Role.OPERATOR);
    String token = sessions().begin(bo, "192.0.2.7");
    assertThat(content()).doesNotContain(token);
    UserSession session = sessions().find(token).orElseThrow();
    assertThat(session.user().name()).isEqualTo("bo");
    assertThat(session.user().lastLogIn()).contains(time.get());
    assertThat(session.address()).isEqualTo("192.0.2.7");
    for (String wrong : List.of("", session.id(), token + "x", "\0")) {
      assertThat(sessions().find(wrong)).as(wrong).isEmpty();
    }
    Instant ends = session.ends();
    while (time.get().plus(Duration.ofHours(11)).isBefore(ends)) {
      pass(Duration.ofHours(11));
      UserSession now = sessions().find(token).orElseThrow();
      sessions().uses(now);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> sessions().find(token).orElseThrow().seen().equals(time.get()));
    }
    time.set(ends);
    assertThat(sessions().find(token)).isEmpty();
    String idle = sessions().begin(bo, "");
    pass(UserSession.IDLE);
    assertThat(sessions().find(idle)).isEmpty();
    String other = sessions().begin(bo, "");
    sessions().end(sessions().find(other).orElseThrow());
    assertThat(sessions().find(other)).isEmpty();
    assertThat(content()).doesNotContain(session.id());
  }

  @Test
  void a_new_password_and_disabling_end_sessions_at_once() {
    known("ann", Role.ADMINISTRATOR);
    User bo = known("bo", Role.OPERATOR);
    String kept = sessions().begin(bo, "");
    String other = sessions().begin(bo, "");
    users().setPassword(sessions().find(kept).orElseThrow(), "another hash");
    assertThat(sessions().find(kept)).isPresent();
    assertThat(sessions().find(other)).isEmpty();
    assertThat(users().known("bo").orElseThrow().hash()).isEqualTo("another hash");
    String link = links().create(bo);
    users().disable("bo", "ann");
    assertThat(sessions().find(kept)).isEmpty();
    assertThat(links().find(link)).isEmpty();
    checkRefused(ErrorCode.CONFLICT, "is disabled", () -> links().create(users().require("bo")));
    assertThat(users().enable("bo").state()).isEqualTo(User.State.ACTIVE);
    String again = sessions().begin(users().require("bo"), "");
    assertThat(links().use(links().create(bo), bo, "a third hash")).isTrue();
    assertThat(sessions().find(again)).isEmpty();
  }
}
