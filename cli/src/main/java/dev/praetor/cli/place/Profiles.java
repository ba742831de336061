package dev.praetor.cli.place;

import dev.praetor.cli.error.UsageException;
import dev.praetor.store.db.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The profiles of a user: servers with their keys, in the file {@code profiles.json} of the home,
 * which only the user can read.
 */
public record Profiles(Path file) {
  private static final String FILE = "profiles.json";

  /** Returns the profiles in a home. */
  public static Profiles in(Path home) {
    return new Profiles(home.resolve(FILE));
  }

  /**
   * Returns all profiles, in the order in which they were added.
   *
   * @throws UsageException if the file cannot be read
   */
  public List<Profile> list() {
    List<Profile> all = new ArrayList<>();
    JsonNode document = read();
    String used = document.path("use").asString("");
    document
        .path("profiles")
        .properties()
        .forEach(each ->
            all.add(
                new Profile(
                    each.getKey(),
                    each.getValue().path("server").asString(""),
                    each.getValue().path("key").asString(""),
                    Optional.of(each.getValue().path("caCert").asString(""))
                        .filter(file -> !file.isEmpty())
                        .map(Path::of),
                    each.getKey().equals(used))));
    return all;
  }

  private JsonNode read() {
    try {
      OwnerOnly.tighten(file);
      return JsonMapper.shared().readTree(Files.readString(file));
    } catch (NoSuchFileException e) {
      return JsonMapper.shared().createObjectNode();
    } catch (IOException | JacksonException e) {
      throw new UsageException(
          "the profiles in %s cannot be read (%s); mend the file, or delete it"
              .formatted(file, e.getClass().getSimpleName()));
    }
  }

  /** Returns the profile of a name. */
  public Optional<Profile> find(String name) {
    return list().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** Returns the profile in use, if there is one. */
  public Optional<Profile> used() {
    return list().stream().filter(Profile::used).findFirst();
  }

  /** Returns the profile of a server, if there is one. */
  Optional<Profile> of(String server) {
    String plain = ServerAddress.plain(server);
    return list().stream()
        .filter(each -> ServerAddress.plain(each.server()).equals(plain))
        .findFirst();
  }

  /** Writes the profiles anew; the file is complete at every moment. */
  public void write(List<Profile> all) throws IOException {
    ObjectNode document = JsonMapper.shared().createObjectNode();
    all.stream()
        .filter(Profile::used)
        .findFirst()
        .ifPresent(used -> document.put("use", used.name()));
    ObjectNode profiles = document.putObject("profiles");
    for (Profile each : all) {
      ObjectNode profile =
          profiles.putObject(each.name()).put("server", each.server()).put("key", each.key());
      each.caCert().ifPresent(path -> profile.put("caCert", path.toString()));
    }
    Path part = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
    OwnerOnly.createDirectories(file.resolveSibling(""));
    try {
      OwnerOnly.createFile(part);
      Files.writeString(part, document.toPrettyString() + "\n");
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      boolean _ = Files.deleteIfExists(part);
    }
  }
}
