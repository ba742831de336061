package dev.praetor.store.blob;

import dev.praetor.store.db.OwnerOnly;
import dev.praetor.store.db.WriteConnection;
import dev.praetor.store.model.BlobRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blobs in files, each in a file {@code ab/cdef…} of its own. A file is written under another name,
 * forced to the disk and renamed, and then its folder is forced to the disk; so a file is complete
 * or does not exist. Thread-safe.
 */
public record FileBlobs(Path folder, InstantSource clock) implements Blobs {
  private static final Logger LOG = LoggerFactory.getLogger(FileBlobs.class);

  /** The number of files written concurrently; forcing a file to the disk is mostly waiting. */
  private static final int WRITERS = 8;

  private static final int PART = 500;

  @Override
  public void keep(Collection<Blob> blobs) throws IOException {
    if (blobs.isEmpty()) {
      return;
    }
    Set<Path> changed = new HashSet<>();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(
            WRITERS, Thread.ofPlatform().daemon().name("blob-", 0).factory())) {
      List<Future<Optional<Path>>> all = new ArrayList<>();
      blobs.forEach(blob -> all.add(threads.submit(() -> keep(blob))));
      for (Future<Optional<Path>> one : all) {
        result(one).ifPresent(changed::add);
      }
    }
    for (Path each : changed) {
      force(each);
    }
    if (!changed.isEmpty()) {
      force(folder);
    }
  }

  private static <T> T result(Future<T> future) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while results were written", e);
    }
  }

  /**
   * Writes the file of a blob and returns its folder; empty if the file existed. An existing file
   * is read, because a damaged one must be written anew.
   */
  private Optional<Path> keep(Blob blob) throws IOException {
    Path file = file(blob.ref().hash());
    if (blob.isStored()) {
      if (Files.exists(file)) {
        touch(file);
      }
      return Optional.empty();
    }
    if (holds(file, blob)) {
      touch(file);
      return Optional.empty();
    }
    Path directory = file.resolveSibling("");
    createFolder(directory);
    Path part = folder.resolve(UUID.randomUUID() + ".part");
    try {
      try (FileChannel channel =
          FileChannel.open(
              part,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              OwnerOnly.file())) {
        ByteBuffer bytes = ByteBuffer.wrap(blob.bytes());
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
    return Optional.of(directory);
  }

  private void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
  }

  /** Creates the folder of a file, but not the home, which somebody may have moved. */
  private void createFolder(Path directory) throws IOException {
    if (!Files.isDirectory(folder.resolveSibling(""))) {
      throw new NoSuchFileException(folder.resolveSibling("").toString());
    }
    OwnerOnly.createDirectories(directory);
  }

  private static boolean holds(Path file, Blob blob) throws IOException {
    try {
      return Files.size(file) == blob.ref().size()
          && Arrays.equals(Files.readAllBytes(file), blob.bytes());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static void force(Path directory) throws IOException {
    if (System.getProperty("os.name", "").startsWith("Windows")) {
      return; // Windows cannot open a folder, and a rename there needs nothing more.
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void keep(WriteConnection session, Collection<Blob> blobs) {}

  @Override
  public void unusedSince(Instant time, Consumer<List<String>> parts) {
    list(time, true, parts);
  }

  @Override
  public void all(Consumer<List<String>> parts) {
    list(Instant.MAX, false, parts);
  }

  /**
   * Passes the hashes of the blobs used before a time to a consumer.
   *
   * @param tidies true if files that were abandoned before that time are deleted
   */
  private void list(Instant time, boolean tidies, Consumer<List<String>> parts) {
    List<String> part = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder, 2)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        boolean known =
            file.toString().endsWith(".part") || folder.relativize(file).getNameCount() == 2;
        if (!known || !Files.isRegularFile(file) || !isOlder(file, time)) {
          continue;
        }
        if (file.toString().endsWith(".part")) {
          if (tidies) {
            // Abandoned by a process that was killed while it wrote or deleted.
            Files.deleteIfExists(file);
          }
        } else {
          Path within = folder.relativize(file);
          part.add(within.getName(0).toString() + within.getName(1));
        }
        if (part.size() == PART) {
          parts.accept(List.copyOf(part));
          part.clear();
        }
      }
      if (!part.isEmpty()) {
        parts.accept(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the results in " + folder + " could not be listed", e);
    }
  }

  private static boolean isOlder(Path file, Instant time) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(time);
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  @Override
  public int drop(Connection connection, Collection<String> hashes, Instant unusedSince) {
    int dropped = 0;
    for (String hash : hashes) {
      try {
        dropped += drop(hash, unusedSince) ? 1 : 0;
      } catch (IOException e) {
        // This failure must not cause the surrounding transaction to be retried.
        LOG.atWarn().setCause(e).log("{} could not be deleted; this is retried later", file(hash));
      }
    }
    return dropped;
  }

  /**
   * Deletes a file that has not been used since a time. Renames the file before checking its age
   * again, so that a writer arriving later cannot reuse it.
   */
  private boolean drop(String hash, Instant unusedSince) throws IOException {
    Path away = folder.resolve(UUID.randomUUID() + ".part");
    try {
      Files.move(file(hash), away, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException gone) {
      return false;
    }
    if (isOlder(away, unusedSince)) {
      Files.delete(away);
      return true;
    }
    Files.move(
        away, file(hash), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return false;
  }

  @Override
  public boolean has(BlobRef ref) {
    try {
      return Files.size(file(ref.hash())) == ref.size();
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(file(ref.hash()) + " could not be examined", e);
    }
  }

  @Override
  public Optional<String> read(String hash) {
    return bytes(hash)
        .filter(bytes -> Blob.hash(bytes).equals(hash))
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public Optional<byte[]> bytes(String hash) {
    try {
      return Optional.of(Files.readAllBytes(file(hash)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the result in " + file(hash) + " could not be read", e);
    }
  }

  /** Returns the file of a hash. */
  Path file(String hash) {
    return folder.resolve(hash.substring(0, 2)).resolve(hash.substring(2));
  }
}
