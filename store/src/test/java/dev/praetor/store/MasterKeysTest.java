package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Secret;
import dev.praetor.SecretUnavailable;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.spi.MasterKeyService;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.secret.LocalSecrets;
import dev.praetor.store.secret.MasterKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The places of master keys: a file of the home, the environment, a service. */
@ParameterizedClass
@EnumSource
class MasterKeysTest extends StoreTest {
  private static final Secret TOKEN = Secret.named("TOKEN");
  private static final String OLD = Base64.getEncoder().encodeToString(new byte[32]);
  private static final String NEW =
      Base64.getEncoder().encodeToString("n".repeat(32).getBytes(StandardCharsets.UTF_8));
  @TempDir private Path home;

  MasterKeysTest(Databases databases) {
    super(databases, databases.fresh());
  }

  private LocalSecrets with(Map<String, String> environment, MasterKeyService... services) {
    return store.secrets(MasterKeys.of(home, environment, List.of(services).stream().findFirst()));
  }

  private LocalSecrets key(String keys) {
    return with(Map.of("PRAETOR_MASTER_KEY", keys));
  }

  @Test
  void a_key_of_the_environment_takes_the_place_of_the_file() throws IOException {
    assertThat(key(NEW).set(TOKEN, "hush-hush")).isTrue();
    assertThat(home.resolve("secrets.key")).doesNotExist();
    assertThat(key(NEW).find("TOKEN")).contains("hush-hush");
    Path file = Files.writeString(home.resolve("key"), NEW + "\n");
    assertThat(with(Map.of("PRAETOR_MASTER_KEY_FILE", file.toString())).find("TOKEN"))
        .contains("hush-hush");
  }

  @Test
  void a_key_that_is_wrong_missing_or_none_is_explained_and_changes_nothing() {
    key(NEW).set(TOKEN, "hush-hush");
    assertThatThrownBy(() -> key(OLD).find("TOKEN"))
        .isInstanceOf(SecretUnavailable.class)
        .hasMessageContaining("secret 'TOKEN' cannot be decrypted")
        .hasMessageContaining("with another key than the one in the environment");
    assertThatThrownBy(() -> with(Map.of()).find("TOKEN"))
        .hasMessageContaining("the key file " + home.resolve("secrets.key") + " is missing");
    for (LocalSecrets wrong : List.of(key(OLD), with(Map.of()))) {
      assertThatThrownBy(() -> wrong.set(TOKEN, "other")).isInstanceOf(StoreFailed.class);
      assertThatThrownBy(() -> wrong.set("other", TOKEN, "other", ""))
          .as("a project whose secrets the others could not read")
          .isInstanceOf(StoreFailed.class);
      assertThatThrownBy(() -> wrong.rotation().rotate(Registration.DEFAULT_PROJECT))
          .isInstanceOf(StoreFailed.class);
      assertThatThrownBy(() -> wrong.rotation().rotateMaster()).isInstanceOf(StoreFailed.class);
    }
    assertThat(home.resolve("secrets.key")).doesNotExist();
    for (String none : List.of("x", "AAAA", "hush!", NEW.substring(4))) {
      assertThatThrownBy(() -> key(none).set(TOKEN, "other"))
          .hasMessageContaining("PRAETOR_MASTER_KEY is not a key: it needs 32 bytes as Base64")
          .hasMessageNotContaining(none.equals("x") ? "hush" : none);
    }
    assertThatThrownBy(() -> with(Map.of("PRAETOR_MASTER_KEY_FILE", "/none")).find("TOKEN"))
        .hasMessageContaining("there is no file /none, which PRAETOR_MASTER_KEY_FILE names");
    assertThatThrownBy(() ->
            with(Map.of("PRAETOR_MASTER_KEY", NEW, "PRAETOR_MASTER_KEY_FILE", "/none"))
                .find("TOKEN"))
        .hasMessageContaining("are both set");
    assertThat(key(NEW).find("TOKEN")).contains("hush-hush");
  }

  @Test
  void a_new_key_in_the_environment_reads_what_the_earlier_one_encrypted() {
    key(OLD).set(TOKEN, "hush-hush");
    LocalSecrets both = key(NEW + "," + OLD);
    assertThat(both.find("TOKEN")).contains("hush-hush");
    assertThat(both.rotation().rotateMaster().keys()).isEqualTo(1);
    assertThat(key(NEW).find("TOKEN")).contains("hush-hush");
    assertThatThrownBy(() -> key(OLD).find("TOKEN")).isInstanceOf(SecretUnavailable.class);
  }

  @Test
  void a_new_key_in_the_file_comes_before_the_earlier_ones() throws IOException {
    LocalSecrets secrets = with(Map.of());
    secrets.set(TOKEN, "hush-hush");
    String before = Files.readString(home.resolve("secrets.key"));
    assertThat(secrets.rotation().rotateMaster().file()).contains(home.resolve("secrets.key"));
    assertThat(Files.readString(home.resolve("secrets.key"))).endsWith("\n" + before);
    assertThat(secrets.find("TOKEN")).contains("hush-hush");
    secrets.set(TOKEN, "another");
    String first = Files.readAllLines(home.resolve("secrets.key")).getFirst();
    Files.writeString(home.resolve("secrets.key"), first);
    assertThat(secrets.find("TOKEN")).contains("another");
  }

  @Test
  void a_store_whose_master_key_is_lost_can_be_used_again_once_its_secrets_are_deleted() {
    key(OLD).set(TOKEN, "hush-hush");
    assertThatThrownBy(() -> key(NEW).set(TOKEN, "again"))
        .hasMessageContaining("delete the secrets that need it and set them again");
    assertThat(key(NEW).delete(Registration.DEFAULT_PROJECT, "TOKEN")).isTrue();
    assertThat(key(NEW).set(TOKEN, "again")).isTrue();
    assertThat(key(NEW).find("TOKEN")).contains("again");
    assertThat(key(NEW).rotation().rotateMaster().damaged()).isEmpty();
    assertThat(key(NEW).rotation().rotate(Registration.DEFAULT_PROJECT).secrets()).isEqualTo(1);
  }

  // tag::service[]
  /** A service that keeps master keys in memory, and counts how often it decrypts. */
  static final class MemoryService implements MasterKeyService {
    private final List<String> contexts = new ArrayList<>();
    private String current = "key-1";
    private boolean isAway;

    @Override
    public String keyId() {
      return current;
    }

    @Override
    public byte[] wrap(byte[] key, String context) throws IOException {
      requireThere();
      return encode(key, current + context);
    }

    @Override
    public byte[] unwrap(String keyId, byte[] wrapped, String context) throws IOException {
      requireThere();
      contexts.add(context);
      return encode(wrapped, keyId + context);
    }

    private void requireThere() throws IOException {
      if (isAway) {
        throw new IOException("no answer");
      }
    }

    /** Combines bytes with a text; doing it twice gives them back. A real service encrypts. */
    private static byte[] encode(byte[] bytes, String with) {
      byte[] out = bytes.clone();
      for (int i = 0; i < out.length; i++) {
        out[i] ^= (byte) with.charAt(i % with.length());
      }
      return out;
    }
  }

  // end::service[]

  @Test
  void a_service_encrypts_the_keys_and_is_asked_once_for_each() {
    MemoryService service = new MemoryService();
    LocalSecrets secrets = with(Map.of(), service);
    secrets.set(TOKEN, "hush-hush");
    assertThat(home.resolve("secrets.key")).doesNotExist();
    for (int i = 0; i < 5; i++) {
      assertThat(secrets.find("TOKEN")).contains("hush-hush");
    }
    assertThat(service.contexts)
        .singleElement()
        .asString()
        .startsWith("praetor data key\ndefault\n");
    service.current = "key-2";
    assertThat(secrets.rotation().rotateMaster().keys()).isEqualTo(1);
    assertThat(with(Map.of(), service).find("TOKEN")).contains("hush-hush");
    assertThatThrownBy(() -> with(Map.of()).find("TOKEN"))
        .hasMessageContaining("its key was encrypted by a master key service (service:key-2)");
  }

  @Test
  void a_service_that_is_away_is_named() {
    MemoryService service = new MemoryService();
    with(Map.of(), service).set(TOKEN, "hush-hush");
    service.isAway = true;
    LocalSecrets secrets = with(Map.of(), service);
    assertThatThrownBy(() -> secrets.find("TOKEN"))
        .hasMessageContaining(MemoryService.class.getName() + " could not decrypt a key");
    assertThatThrownBy(() -> secrets.set(TOKEN, "other")).isInstanceOf(StoreFailed.class);
  }

  @Test
  void a_store_goes_from_a_file_to_a_service_and_back() {
    MemoryService service = new MemoryService();
    with(Map.of()).set(TOKEN, "hush-hush");
    assertThat(with(Map.of(), service).find("TOKEN")).contains("hush-hush");
    var _ = with(Map.of(), service).rotation().rotateMaster();
    assertThatThrownBy(() -> with(Map.of()).find("TOKEN")).isInstanceOf(SecretUnavailable.class);
    LocalSecrets back =
        store.secrets(MasterKeys.of(home, Map.of("PRAETOR_MASTER_KEY", NEW), Optional.of(service)));
    var _ = back.rotation().rotateMaster();
    assertThat(key(NEW).find("TOKEN")).contains("hush-hush");
  }
}
