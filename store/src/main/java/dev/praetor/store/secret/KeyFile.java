package dev.praetor.store.secret;

import dev.praetor.store.db.CreatedOnce;
import dev.praetor.store.db.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A file with master keys, a line each, readable only by its user. The first one encrypts; the
 * others are earlier ones, which only decrypt. No key is ever removed from it, because several
 * stores and their backups may need it.
 */
public record KeyFile(Path file) {
  private static final String PREFIX = "praetor-key-1 ";

  /** The lock that guards changes of key files in this process; a file lock guards the others. */
  private static final Object CHANGES = new Object();

  /** Returns the key file in a home. */
  public static KeyFile in(Path home) {
    return new KeyFile(home.resolve("secrets.key"));
  }

  /**
   * Reads the keys; none if there is no file.
   *
   * @throws MasterKeyFailed if the file cannot be read or is damaged
   */
  List<MasterKey.Local> keys() {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new MasterKeyFailed("the key file " + file + " cannot be read", "", e);
    }
    OwnerOnly.tighten(file);
    List<MasterKey.Local> keys = new ArrayList<>();
    for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
      keys.add(read(line.strip()));
    }
    if (keys.isEmpty()) {
      throw damaged(new IllegalArgumentException("empty"));
    }
    return keys;
  }

  private MasterKey.Local read(String line) {
    String base64 = line.startsWith(PREFIX) ? line.substring(PREFIX.length()) : line;
    try {
      return MasterKey.Local.ofBase64(base64);
    } catch (IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  private MasterKeyFailed damaged(IllegalArgumentException cause) {
    return new MasterKeyFailed(
        "the key file " + file + " is damaged, so no secret can be read",
        "restore the file from a backup, or move it away and set the secrets again",
        cause);
  }

  /** Reads the key that encrypts, and creates the file with a new one if there is none. */
  MasterKey.Local findOrCreate() {
    List<MasterKey.Local> known = keys();
    if (!known.isEmpty()) {
      return known.getFirst();
    }
    try {
      CreatedOnce.write(file, text(List.of(MasterKey.Local.fresh())));
    } catch (IOException e) {
      throw notWritten("created", e);
    }
    return keys().getFirst(); // Another process may have been faster.
  }

  /**
   * Puts a new key before the ones that the file has, and returns it. A process that reads the file
   * meanwhile sees it as it was before, or as it is afterwards.
   */
  MasterKey.Local renew() {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    synchronized (CHANGES) {
      try {
        OwnerOnly.createDirectories(file.resolveSibling(""));
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        OwnerOnly.createFile(lockFile);
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
            FileLock _ = channel.lock()) {
          List<MasterKey.Local> keys = new ArrayList<>(List.of(MasterKey.Local.fresh()));
          keys.addAll(keys());
          Files.deleteIfExists(beside); // A process may have died before it gave it its name.
          OwnerOnly.createFile(beside);
          Files.writeString(beside, text(keys));
          force(beside);
          Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
          return keys.getFirst();
        }
      } catch (IOException e) {
        throw notWritten("changed", e);
      }
    }
  }

  private static void force(Path written) throws IOException {
    try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static String text(List<MasterKey.Local> keys) {
    return keys.stream()
        .map(key -> PREFIX + Base64.getEncoder().encodeToString(key.bytes()) + "\n")
        .collect(Collectors.joining());
  }

  private MasterKeyFailed notWritten(String what, IOException cause) {
    return new MasterKeyFailed(
        "the key file " + file + " cannot be " + what,
        "check the folder's permissions and free space",
        cause);
  }
}
