package dev.praetor.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import dev.praetor.server.error.RequestRefused;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Passwords and their hashes. */
class PasswordsTest {
  private static final String PASSWORD = "correct horse battery";
  private final Passwords passwords = new Passwords();

  @Test
  void each_hash_has_a_salt_of_its_own_and_says_its_parameters() throws Exception {
    String one = passwords.hash(PASSWORD);
    String other = passwords.hash(PASSWORD);
    assertThat(one).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").isNotEqualTo(other);
    for (String hash : List.of(one, other)) {
      assertThat(passwords.matches(PASSWORD, hash)).isTrue();
      assertThat(passwords.matches(PASSWORD + " ", hash)).isFalse();
      assertThat(passwords.matches("", hash)).isFalse();
    }
  }

  @Test
  void a_hash_with_other_parameters_is_checked_with_those() throws Exception {
    String weaker =
        Argon2Function.getInstance(8 << 10, 3, 1, 32, Argon2.ID).hash(PASSWORD).getResult();
    assertThat(weaker).contains("m=8192,t=3");
    assertThat(passwords.matches(PASSWORD, weaker)).isTrue();
    assertThat(passwords.matches("another", weaker)).isFalse();
  }

  @Test
  void no_password_matches_where_there_is_no_hash() throws Exception {
    assertThat(passwords.matches(PASSWORD, "")).isFalse();
    assertThat(passwords.matches("", "")).isFalse();
    assertThat(passwords.matches("x".repeat(1 << 20), passwords.hash(""))).isFalse();
  }

  @Test
  void passwords_that_are_short_or_easy_to_guess_are_refused() {
    for (String bad :
        List.of("", "elevenchars", "x".repeat(1_001), "aaaaaaaaaaaaaaaa", "A.Long.Name.Of.Ann")) {
      assertThatThrownBy(() -> Passwords.requireGood("a.long.name.of.ann", bad))
          .as(bad)
          .isInstanceOf(RequestRefused.class);
    }
    assertThatCode(() -> Passwords.requireGood("ann", PASSWORD)).doesNotThrowAnyException();
  }
}
