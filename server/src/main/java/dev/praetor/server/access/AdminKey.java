package dev.praetor.server.access;

import dev.praetor.ErrorCode;
import dev.praetor.engine.graph.Sha256;
import dev.praetor.server.error.ServerFailed;
import dev.praetor.store.access.ApiKeys;
import dev.praetor.store.db.CreatedOnce;
import dev.praetor.store.db.OwnerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * The key of the administrator, in the file {@code admin.key} of a home, which only its user can
 * read. The server makes it once, and never shows it. Immutable.
 */
public final class AdminKey {
  private static final String FILE = "admin.key";
  private final byte[] hash;

  private AdminKey(String key) {
    this.hash = hash(key);
  }

  /** Returns the file of the key in a home. */
  public static Path file(Path home) {
    return home.resolve(FILE);
  }

  /**
   * Reads the key in a home, and makes one if there is none.
   *
   * @throws ServerFailed if the file cannot be read or created, or is damaged
   */
  public static AdminKey of(Path home) {
    Path file = file(home);
    try {
      Optional<String> known = read(file);
      if (known.isEmpty()) {
        CreatedOnce.write(file, ApiKeys.random() + "\n");
        known = read(file); // Another process may have been faster.
      }
      return new AdminKey(known.orElseThrow(() -> new NoSuchFileException(file.toString())));
    } catch (IOException e) {
      throw failed(
          file,
          "the file of the administrator's key, %s, cannot be read or created (%s)"
              .formatted(file, e.getMessage()),
          "check the permissions and the free space of the folder");
    }
  }

  private static Optional<String> read(Path file) throws IOException {
    String text;
    try {
      text = Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    OwnerOnly.tighten(file);
    if (!ApiKeys.isKey(text)) {
      throw failed(
          file,
          "the file of the administrator's key, %s, is damaged".formatted(file),
          "restore it from a backup, or delete it: the next start makes a new key");
    }
    return Optional.of(text);
  }

  private static ServerFailed failed(Path file, String problem, String advice) {
    return new ServerFailed(ErrorCode.UNAVAILABLE, "the file " + file, problem, advice);
  }

  /** Returns whether a text is the key; takes the same time for every wrong text. */
  public boolean matches(String text) {
    return MessageDigest.isEqual(hash, hash(text));
  }

  private static byte[] hash(String text) {
    return Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
  }
}
