package dev.praetor.store.secret;

import dev.praetor.ErrorCode;
import dev.praetor.store.db.CreatedOnce;
import dev.praetor.store.db.OwnerOnly;
import dev.praetor.store.model.StoreFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file with the key of the local secrets. It is created once, readable only by its user, and
 * never overwritten: without its key, no secret can be read.
 */
public record KeyFile(Path file) {
  private static final String PREFIX = "praetor-key-1 ";
  private static final int BYTES = 32;

  /** Returns the key file in a home. */
  public static KeyFile in(Path home) {
    return new KeyFile(home.resolve("secrets.key"));
  }

  /**
   * Reads the key; empty if there is no file.
   *
   * @throws StoreFailed if the file cannot be read or is damaged
   */
  Optional<byte[]> find() {
    try {
      String text = Files.readString(file).strip();
      OwnerOnly.tighten(file);
      if (text.startsWith(PREFIX)) {
        byte[] key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
        if (key.length == BYTES) {
          return Optional.of(key);
        }
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("the key file " + file + " cannot be read (" + e.getMessage() + ")", "", e);
    } catch (IllegalArgumentException e) {
      throw damaged();
    }
    throw damaged();
  }

  private StoreFailed damaged() {
    return failed(
        "the key file " + file + " is damaged, so no secret can be read",
        "restore the file from a backup, or move it away and set the secrets again",
        null);
  }

  /** Reads the key, and creates it if there is none. */
  byte[] findOrCreate() {
    Optional<byte[]> known = find();
    return known.isPresent() ? known.get() : create();
  }

  private byte[] create() {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    try {
      CreatedOnce.write(file, PREFIX + Base64.getEncoder().encodeToString(key) + "\n");
      return find().orElseThrow(); // Another process may have been faster.
    } catch (IOException e) {
      throw failed(
          "the key file " + file + " cannot be created (" + e.getMessage() + ")",
          "check the folder's permissions and free space",
          e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private StoreFailed failed(String problem, String advice, @Nullable Throwable cause) {
    return new StoreFailed(ErrorCode.UNAVAILABLE, "the key file " + file, problem, advice, cause);
  }
}
