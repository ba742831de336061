package dev.praetor.store.flow;

import dev.praetor.ErrorCode;
import dev.praetor.engine.graph.Sha256;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.store.db.OwnerOnly;
import dev.praetor.store.model.StoreFailed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Copies of packages below the folder {@code packages} of a home, one folder each, from which a
 * process can run them. A folder is complete or does not exist, and its files are compared with
 * their hashes each time it is opened. Several processes may use the same home. Thread-safe.
 */
public final class PackageFolder {
  private static final int LONGEST_NAME = 100;

  /** The number of tries to rename a folder while other processes do the same. */
  private static final int MOST_TRIES = 10;

  /** The age at which a folder that is not complete is not written to any more. */
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path folder;
  private final PackageSource files;

  /** Creates the copies below a home, which need not exist. */
  public PackageFolder(Path home, PackageSource files) {
    this.folder = home.resolve("packages");
    this.files = files;
  }

  /**
   * Returns the folder with the files of a package. The order of their names is that of the class
   * path.
   *
   * @throws StoreFailed if there is no package of this hash, or its files are damaged in the store
   */
  public Path open(String sha256) throws IOException {
    FlowPackage contents =
        files
            .find(sha256)
            .orElseThrow(() ->
                new StoreFailed(
                    ErrorCode.NOT_FOUND,
                    "package " + sha256,
                    "there is no package " + sha256 + " in the store",
                    "register its flows again"));
    Path place = folder.resolve(contents.sha256());
    if (!isWhole(place, contents)) {
      replace(place, contents);
    }
    return place;
  }

  private static boolean isWhole(Path place, FlowPackage contents) throws IOException {
    if (!Files.isDirectory(place)) {
      return false;
    }
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < contents.files().size(); i++) {
      String name = name(i, contents.files().get(i));
      wanted.add(name);
      if (!holds(place.resolve(name), contents.files().get(i))) {
        return false;
      }
    }
    try (Stream<Path> all = Files.list(place)) {
      return all.allMatch(file -> wanted.contains(file.getFileName().toString()));
    }
  }

  private static boolean holds(Path path, PackageFile file) throws IOException {
    try (InputStream bytes = Files.newInputStream(path);
        DigestInputStream digested = new DigestInputStream(bytes, Sha256.digest())) {
      digested.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digested.getMessageDigest().digest()).equals(file.sha256());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Returns the name of a file's copy: its place, and the letters of its last name that are the
   * same on every system.
   */
  private static String name(int place, PackageFile file) {
    String last = file.name().replaceFirst(".*[/\\\\]", "");
    String plain = last.replaceFirst("(?i)\\.jar$", "").replaceAll("[^A-Za-z0-9._-]", "_");
    String cut = plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
    return "%04d-%s.jar".formatted(place, cut);
  }

  /** Writes the files under another name, and renames their folder when all are there. */
  private void replace(Path place, FlowPackage contents) throws IOException {
    OwnerOnly.createDirectories(folder);
    deleteAbandoned();
    Path part = folder.resolve(UUID.randomUUID() + ".part");
    OwnerOnly.createDirectories(part);
    try {
      for (int i = 0; i < contents.files().size(); i++) {
        Path copy = part.resolve(name(i, contents.files().get(i)));
        try (OutputStream to = create(copy)) {
          files.copy(contents.files().get(i), to);
        }
      }
      move(part, place, contents);
    } finally {
      delete(part);
    }
  }

  /** Deletes the folders of processes that were killed while they wrote. */
  private void deleteAbandoned() throws IOException {
    Instant before = files.now().minus(ABANDONED);
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*.part")) {
      for (Path part : parts) {
        if (Files.getLastModifiedTime(part).toInstant().isBefore(before)) {
          delete(part);
        }
      }
    } catch (NoSuchFileException e) {
      // Another process has deleted it, or put its package in its place.
    }
  }

  private static OutputStream create(Path copy) throws IOException {
    Files.createFile(copy, OwnerOnly.file());
    return Files.newOutputStream(copy, StandardOpenOption.WRITE);
  }

  /** Renames a folder to its place; a damaged one there is moved away and deleted. */
  private void move(Path part, Path place, FlowPackage contents) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (FileSystemException e) {
        if (isWhole(place, contents)) {
          return; // Another process was faster.
        }
        if (tries == MOST_TRIES || !Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
          throw e;
        }
        remove(place);
      }
    }
  }

  private void remove(Path place) throws IOException {
    Path away = folder.resolve(UUID.randomUUID() + ".part");
    try {
      Files.move(place, away, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return; // Another process has removed it.
    }
    delete(away);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        Set.of(),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
