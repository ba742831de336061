package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.ErrorCode;
import dev.praetor.store.access.ApiKey;
import dev.praetor.store.access.ApiKeys;
import dev.praetor.store.access.PasswordLinks;
import dev.praetor.store.access.Role;
import dev.praetor.store.access.Roles;
import dev.praetor.store.access.User;
import dev.praetor.store.access.UserRoles;
import dev.praetor.store.access.Users;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The roles of users on the whole server and in projects, and users who are programs. */
@ParameterizedClass
@EnumSource
class UserRolesTest extends StoreTest {
  UserRolesTest(Databases databases) {
    super(databases, databases.fresh());
  }

  private Users users() {
    return store.users();
  }

  private UserRoles roles() {
    return users().roles();
  }

  private User in(String name, Role role, String project) {
    return users().create(new Users.NewUser(name, role, Optional.of(project), false), "ann");
  }

  /** Makes an administrator who can log in. */
  private void administrator(String name) {
    User user = users().create(Users.NewUser.person(name, Role.ADMINISTRATOR), "ann");
    PasswordLinks links = store.passwordLinks();
    assertThat(links.use(links.create(user), user, "hash of " + name)).isTrue();
  }

  private static Roles projects(Map<String, Role> all) {
    return new Roles.InProjects(new TreeMap<>(all));
  }

  private static void checkRefused(ErrorCode code, String problem, ThrowingCallable change) {
    assertThatThrownBy(change)
        .isInstanceOfSatisfying(StoreFailed.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(problem);
  }

  @Test
  void a_user_has_a_role_in_each_of_several_projects() {
    assertThat(in("bo", Role.VIEWER, "acme").roles())
        .isEqualTo(projects(Map.of("acme", Role.VIEWER)));
    assertThat(roles().set("bo", Role.AUTHOR, "beta").roles())
        .isEqualTo(projects(Map.of("acme", Role.VIEWER, "beta", Role.AUTHOR)));
    assertThat(roles().set("bo", Role.OPERATOR, "acme").roles())
        .isEqualTo(projects(Map.of("acme", Role.OPERATOR, "beta", Role.AUTHOR)));
    assertThat(roles().remove("bo", "beta").roles())
        .isEqualTo(projects(Map.of("acme", Role.OPERATOR)));
    checkRefused(
        ErrorCode.NOT_FOUND, "no role in the project 'beta'", () -> roles().remove("bo", "beta"));
    checkRefused(
        ErrorCode.BAD_REQUEST, "for keys of workers", () -> roles().set("bo", Role.WORKER, "acme"));
    assertThat(roles().remove("bo", "acme").roles()).isEqualTo(Roles.none());
  }

  @Test
  void a_role_on_the_whole_server_takes_the_place_of_all_others() {
    in("bo", Role.AUTHOR, "acme");
    checkRefused(ErrorCode.NOT_FOUND, "no role on the whole server", () -> roles().remove("bo"));
    assertThat(roles().set("bo", Role.VIEWER).roles()).isEqualTo(new Roles.OnServer(Role.VIEWER));
    checkRefused(
        ErrorCode.CONFLICT,
        "has the role viewer on the whole server",
        () -> roles().set("bo", Role.AUTHOR, "acme"));
    checkRefused(
        ErrorCode.CONFLICT,
        "has the role viewer on the whole server",
        () -> roles().remove("bo", "acme"));
    assertThat(roles().remove("bo").roles()).isEqualTo(Roles.none());
  }

  @Test
  void a_role_counts_in_its_project_or_everywhere() {
    Roles all = new Roles.OnServer(Role.OPERATOR);
    assertThat(all.in("acme")).contains(Role.OPERATOR);
    assertThat(all.projectsWith(Role.VIEWER)).isEmpty();
    assertThat(all.projectsWith(Role.AUTHOR)).hasValue(Set.of());
    Roles some = projects(Map.of("acme", Role.VIEWER, "beta", Role.AUTHOR));
    assertThat(some.in("acme")).contains(Role.VIEWER);
    assertThat(some.in("other")).isEmpty();
    assertThat(some.include(Role.OPERATOR)).isTrue();
    assertThat(some.include(Role.ADMINISTRATOR)).isFalse();
    assertThat(some.projectsWith(Role.OPERATOR)).hasValue(Set.of("beta"));
  }

  @Test
  void a_program_has_no_password_and_gets_none() {
    User deploy =
        users()
            .create(new Users.NewUser("deploy", Role.ADMINISTRATOR, Optional.empty(), true), "ann");
    assertThat(deploy.service()).isTrue();
    assertThat(deploy.state()).isEqualTo(User.State.ACTIVE);
    checkRefused(
        ErrorCode.CONFLICT, "is a service account", () -> store.passwordLinks().create(deploy));
    assertThat(users().known("deploy").orElseThrow().hash()).isEmpty();
    // It does not count as an administrator who can log in.
    assertThat(store.passwordLinks().createFirst()).isPresent();
    administrator("ann");
    checkRefused(ErrorCode.CONFLICT, "the last administrator", () -> users().disable("ann", "x"));
  }

  @Test
  void the_key_of_a_user_has_no_role_of_its_own() {
    in("bo", Role.VIEWER, "acme");
    ApiKeys keys = store.apiKeys();
    ApiKeys.NewKey made =
        keys.create("laptop", new ApiKeys.Rights.OfUser("bo"), Optional.empty(), "ann");
    ApiKey found = keys.find(made.text()).orElseThrow();
    assertThat(found).isEqualTo(made.key());
    assertThat(found.user()).contains("bo");
    assertThat(found.role()).isEmpty();
    assertThat(found.project()).isEmpty();
  }

  private void checkOneStays(BiFunction<Users, String, User> change) throws Exception {
    try (RunStore second =
            RunStore.open(database, StoreOptions.defaults(), InstantSource.system());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 10; round++) {
        administrator("a" + round);
        administrator("b" + round);
        if (round > 0) {
          retire(round - 1);
        }
        CyclicBarrier together = new CyclicBarrier(2);
        List<Callable<User>> both =
            List.of(
                changing(together, change, users(), "a" + round),
                changing(together, change, second.users(), "b" + round));
        List<Future<User>> done = threads.invokeAll(both);
        assertThat(done.stream().map(Future::state))
            .containsExactlyInAnyOrder(Future.State.SUCCESS, Future.State.FAILED);
        done.stream()
            .filter(each -> each.state() == Future.State.FAILED)
            .forEach(each ->
                assertThat(each.exceptionNow()).hasMessageContaining("the last administrator"));
      }
    }
  }

  /** Takes the roles of an earlier round away, so that the two of this one are the last. */
  private void retire(int round) {
    for (String name : List.of("a" + round, "b" + round)) {
      User user = users().require(name);
      if (user.roles().onServer().isPresent()) {
        users().roles().remove(name);
      }
    }
  }

  private static Callable<User> changing(
      CyclicBarrier together, BiFunction<Users, String, User> change, Users users, String name) {
    return () -> {
      together.await();
      return change.apply(users, name);
    };
  }

  @Test
  void of_the_last_two_administrators_one_stays_if_two_servers_demote_them_at_the_same_time()
      throws Exception {
    checkOneStays((users, name) -> users.roles().set(name, Role.VIEWER));
  }

  @Test
  void of_the_last_two_administrators_one_stays_if_two_servers_disable_them_at_the_same_time()
      throws Exception {
    checkOneStays((users, name) -> users.disable(name, "x"));
  }

  @Test
  void of_the_last_two_administrators_one_stays_if_two_servers_take_their_roles_away()
      throws Exception {
    checkOneStays((users, name) -> users.roles().remove(name));
  }
}
