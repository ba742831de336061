package dev.praetor.store.secret;

import dev.praetor.spi.MasterKeyService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The master keys that this process has. The first of these encrypts: a key in the environment, a
 * service, the file of the home, which is created when it is needed. All of them decrypt what they
 * encrypted once, so a store can go from one to another. Thread-safe.
 */
public final class MasterKeys {
  /** The subject of the errors that tell what is wrong with the keys. */
  public static final String SUBJECT = "the master key of secrets";

  /** The environment variable with keys as Base64, with commas; the first one encrypts. */
  public static final String VARIABLE = "PRAETOR_MASTER_KEY";

  /** The environment variable with the name of a file with such keys, a line each. */
  public static final String FILE_VARIABLE = "PRAETOR_MASTER_KEY_FILE";

  /** The services on the class path of this program; those in packages of flows are not asked. */
  private static final class OnClassPath {
    private static final List<MasterKey.Remote> FOUND =
        ServiceLoader.load(MasterKeyService.class, MasterKeyService.class.getClassLoader()).stream()
            .map(found -> new MasterKey.Remote(found.get()))
            .toList();
  }

  private final KeyFile home;
  private final Map<String, String> environment;
  private final List<MasterKey.Remote> services;

  private MasterKeys(Path home, Map<String, String> environment, List<MasterKey.Remote> services) {
    this.home = KeyFile.in(home);
    this.environment = Map.copyOf(environment);
    this.services = List.copyOf(services);
  }

  /** Returns the keys of this process and a home. */
  public static MasterKeys of(Path home) {
    return new MasterKeys(home, System.getenv(), OnClassPath.FOUND);
  }

  /** Returns the keys of an environment, a service and a home. */
  public static MasterKeys of(
      Path home, Map<String, String> environment, Optional<MasterKeyService> service) {
    return new MasterKeys(home, environment, service.stream().map(MasterKey.Remote::new).toList());
  }

  /** Returns the texts of the keys in the environment of this process, which no log may contain. */
  public static List<String> textsInEnvironment() {
    return Optional.ofNullable(System.getenv(VARIABLE)).stream()
        .flatMap(keys -> Stream.of(keys.split(",")))
        .map(String::strip)
        .filter(key -> !key.isEmpty())
        .toList();
  }

  private Optional<MasterKey.Remote> service() {
    if (services.size() > 1) {
      throw new MasterKeyFailed(
          "several master key services are on the class path", "leave one of them", null);
    }
    return services.stream().findFirst();
  }

  private List<MasterKey.Local> given() {
    Optional<String> keys = variable(VARIABLE);
    Optional<String> file = variable(FILE_VARIABLE);
    if (keys.isPresent() && file.isPresent()) {
      throw new MasterKeyFailed(
          VARIABLE + " and " + FILE_VARIABLE + " are both set", "set one of them", null);
    }
    if (keys.isPresent()) {
      return Stream.of(keys.get().split(",")).map(MasterKeys::fromVariable).toList();
    }
    List<MasterKey.Local> ofFile = new ArrayList<>();
    file.ifPresent(name -> {
      ofFile.addAll(new KeyFile(Path.of(name)).keys());
      if (ofFile.isEmpty()) {
        throw new MasterKeyFailed(
            "there is no file " + name + ", which " + FILE_VARIABLE + " names",
            "name the file with the master key",
            null);
      }
    });
    return ofFile;
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private static MasterKey.Local fromVariable(String text) {
    try {
      return MasterKey.Local.ofBase64(text.strip());
    } catch (IllegalArgumentException e) {
      throw new MasterKeyFailed(
          VARIABLE + " is not a key: it needs 32 bytes as Base64",
          "make one with: openssl rand -base64 32",
          null);
    }
  }

  /** Returns the key that encrypts. */
  MasterKey encrypting() {
    List<MasterKey.Local> given = given();
    if (!given.isEmpty()) {
      return given.getFirst();
    }
    Optional<MasterKey.Remote> service = service();
    return service.isPresent() ? service.get() : home.findOrCreate();
  }

  /**
   * Returns the key that encrypts from now on: a new one in the file of the home. The key of the
   * environment or of a service is renewed by whoever gives it, and remains.
   */
  MasterKey renewed() {
    return isOfHome() ? home.renew() : encrypting();
  }

  private boolean isOfHome() {
    return services.isEmpty() && variable(VARIABLE).isEmpty() && variable(FILE_VARIABLE).isEmpty();
  }

  /** Returns the file of the home, if that has the key that encrypts. */
  Optional<Path> renewedFile() {
    return isOfHome() ? Optional.of(home.file()) : Optional.empty();
  }

  /**
   * Returns the local key of an id.
   *
   * @throws MasterKeyFailed if this process does not have it
   */
  MasterKey.Local local(String id) {
    List<MasterKey.Local> known = new ArrayList<>(given());
    List<MasterKey.Local> ofHome = home.keys();
    known.addAll(ofHome);
    return known.stream()
        .filter(key -> key.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new MasterKeyFailed(missing(known, ofHome), advice(id), null));
  }

  private String missing(List<MasterKey.Local> known, List<MasterKey.Local> ofHome) {
    if (known.isEmpty()) {
      return "the key file " + home.file() + " is missing";
    }
    String place = known.size() == ofHome.size() ? home.file().toString() : "the environment";
    return "it was encrypted with another key than the one in " + place;
  }

  private static String advice(String id) {
    return "restore the key "
        + id
        + " from a backup or copy it from another server of the store, or delete the secrets that"
        + " need it and set them again";
  }

  /**
   * Decrypts a key.
   *
   * @param id the id of the master key that encrypted it
   * @throws MasterKeyFailed if this process does not have the master key
   */
  byte[] unwrap(String id, String wrapped, String owner) {
    if (MasterKey.Remote.isOne(id)) {
      return service()
          .orElseThrow(() ->
              new MasterKeyFailed(
                  "its key was encrypted by a master key service (%s), and this process has none"
                      .formatted(id),
                  "put the service on the class path, as on the server that set it",
                  null))
          .unwrap(id, wrapped, owner);
    }
    try {
      return local(id).sealing().open(owner, wrapped);
    } catch (Sealing.Damaged e) {
      throw new MasterKeyFailed(
          "its key in the database was changed", "restore the database from a backup", e);
    }
  }

  @Override
  public String toString() {
    return "master keys of " + home.file();
  }
}
