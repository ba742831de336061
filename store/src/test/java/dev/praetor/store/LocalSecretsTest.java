package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Secret;
import dev.praetor.SecretUnavailable;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.SecretField;
import dev.praetor.store.secret.LocalSecrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class LocalSecretsTest extends StoreTest {
  private static final String PROJECT = Registration.DEFAULT_PROJECT;
  private static final String VALUE = "pa\"ss wörd\n\u0000\uD83D\uDD11";
  private final Secret secret = Secret.named("S-" + UUID.randomUUID());
  private final Secret other = Secret.named("S-" + UUID.randomUUID());
  @TempDir private Path home;

  LocalSecretsTest(Databases databases) {
    super(databases, databases.fresh());
  }

  private LocalSecrets secrets() {
    return store.secrets(home);
  }

  private Path keyFile() {
    return home.resolve("secrets.key");
  }

  private String column(Secret of, String column) throws SQLException {
    try (Connection connection = database.writing().getConnection();
        PreparedStatement select =
            connection.prepareStatement("SELECT " + column + " FROM secret WHERE name = ?")) {
      select.setString(1, of.name());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  private void change(String sql, String... bound) throws SQLException {
    try (Connection connection = database.writing().getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < bound.length; i++) {
        update.setString(i + 1, bound[i]);
      }
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }

  @Test
  void a_secret_is_set_found_replaced_listed_and_deleted() {
    Instant before = Instant.now().minus(Duration.ofSeconds(1));
    assertThat(secrets().find(secret.name())).isEmpty();
    assertThat(secrets().delete(PROJECT, secret.name())).isFalse();
    assertThat(secrets().set(secret, VALUE)).isTrue();
    assertThat(secrets().find(secret.name())).contains(VALUE);
    assertThat(secrets().set(secret, "another")).isFalse();
    assertThat(secrets().find(secret.name())).contains("another");
    assertThat(
            store
                .secretQueries()
                .secrets(PageRequest.where(Condition.is(SecretField.NAME, secret.name())))
                .nodes())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.set()).isAfter(before);
          assertThat(each.version()).isEqualTo(2);
        });
    reopen();
    assertThat(secrets().find(secret.name())).contains("another");
    assertThat(secrets().delete(PROJECT, secret.name())).isTrue();
    assertThat(secrets().find(secret.name())).isEmpty();
  }

  @Test
  void a_value_has_from_1_to_65536_bytes() {
    assertThat(secrets().set(secret, "ä".repeat(32 << 10))).isTrue();
    assertThat(secrets().find(secret.name())).contains("ä".repeat(32 << 10));
    assertThatThrownBy(() -> secrets().set(secret, "ä".repeat(32 << 10) + "x"))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("has more than 65,536 bytes");
    assertThatThrownBy(() -> secrets().set(secret, "")).hasMessageContaining("is empty");
  }

  @Test
  void the_key_file_and_its_folder_are_readable_only_by_their_user_and_never_overwritten()
      throws IOException {
    home = home.resolve("new/home");
    secrets().set(secret, VALUE);
    String key = Files.readString(keyFile());
    assertThat(permissions(keyFile())).isEqualTo("rw-------");
    assertThat(permissions(home)).isEqualTo("rwx------");
    secrets().set(other, VALUE);
    assertThat(Files.readString(keyFile())).isEqualTo(key);
    try (var inside = Files.list(home)) {
      assertThat(inside).containsExactly(keyFile());
    }
    Files.setPosixFilePermissions(keyFile(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(secrets().find(secret.name())).contains(VALUE);
    assertThat(permissions(keyFile())).isEqualTo("rw-------");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void many_threads_that_set_the_first_secret_create_one_key() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Secret mine = Secret.named(secret.name() + "-" + i);
        all.add(() -> secrets().set(mine, "value of " + mine.name()));
      }
      for (var each : threads.invokeAll(all)) {
        assertThat(each.get()).isTrue();
      }
    }
    for (int i = 0; i < 8; i++) {
      String name = secret.name() + "-" + i;
      assertThat(secrets().find(name)).contains("value of " + name);
    }
  }

  @Test
  void the_database_has_neither_the_value_nor_two_equal_texts_for_equal_values() throws Exception {
    Set<String> sealed = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      secrets().set(secret, "hush-hush-hush");
      String text = column(secret, "sealed");
      sealed.add(text.substring(0, 16));
      byte[] bytes = Base64.getDecoder().decode(text);
      assertThat(bytes).hasSize(12 + 14 + 16);
      assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("hush");
    }
    assertThat(sealed).hasSize(20);
    assertThat(column(secret, "version")).isEqualTo("20");
  }

  @Test
  void every_change_of_a_stored_value_is_noticed_and_the_secret_is_named() throws Exception {
    secrets().set(secret, VALUE);
    byte[] sealed = Base64.getDecoder().decode(column(secret, "sealed"));
    for (int at = 0; at < sealed.length; at++) {
      byte[] changed = sealed.clone();
      changed[at] ^= 1;
      refused(Base64.getEncoder().encodeToString(changed));
    }
    refused("");
    refused("not Base64!");
    refused(Base64.getEncoder().encodeToString(new byte[5]));
    refused(Base64.getEncoder().encodeToString(Arrays.copyOf(sealed, 20)));
  }

  private void refused(String sealed) throws SQLException {
    change("UPDATE secret SET sealed = ? WHERE name = ?", sealed, secret.name());
    assertThatThrownBy(() -> secrets().find(secret.name()))
        .isInstanceOf(SecretUnavailable.class)
        .hasMessageContaining("secret '" + secret.name() + "' cannot be decrypted")
        .hasMessageContaining("its stored value was changed")
        .hasMessageContaining("set it again");
  }

  @Test
  void a_value_of_another_secret_or_of_an_earlier_version_is_refused() throws Exception {
    secrets().set(secret, "first");
    secrets().set(other, "the other");
    String first = column(secret, "sealed");
    secrets().set(secret, "second");
    refused(first);
    refused(column(other, "sealed"));
    assertThat(secrets().find(other.name())).contains("the other");
  }

  @Test
  void without_its_key_a_secret_says_which_file_is_missing_or_wrong() throws IOException {
    secrets().set(secret, VALUE);
    String key = Files.readString(keyFile());
    Files.delete(keyFile());
    assertThatThrownBy(() -> secrets().find(secret.name()))
        .isInstanceOf(SecretUnavailable.class)
        .hasMessageContaining(secret.name())
        .hasMessageContaining("the key file " + keyFile() + " is missing");
    Files.writeString(keyFile(), "praetor-key-1 AAAA\n");
    assertThatThrownBy(() -> secrets().find(secret.name()))
        .hasMessageContaining("the key file " + keyFile() + " is damaged");
    assertThatThrownBy(() -> secrets().set(other, VALUE)).hasMessageContaining("is damaged");
    assertThat(Files.readString(keyFile())).isEqualTo("praetor-key-1 AAAA\n");
    Files.delete(keyFile());
    Files.writeString(keyFile(), "praetor-key-1 " + "A".repeat(43) + "=\n");
    assertThatThrownBy(() -> secrets().find(secret.name()))
        .hasMessageContaining("was encrypted with another key than the one in " + keyFile());
    assertThatThrownBy(() -> secrets().set(other, VALUE))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("was encrypted with another key than the one in " + keyFile());
    Files.writeString(keyFile(), key);
    assertThat(secrets().find(secret.name())).contains(VALUE);
  }
}
