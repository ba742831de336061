package dev.praetor.cli.worker;

import dev.praetor.cli.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key of a worker. One in a file is read again for each request, so that another key there is
 * used from then on. Thread-safe.
 */
final class WorkerKey implements Supplier<String> {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerKey.class);
  private final Optional<Path> file;
  private volatile String last;

  private WorkerKey(Optional<Path> file, String last) {
    this.file = file;
    this.last = last;
  }

  /** Returns a key that stays as it is. */
  static WorkerKey of(String text) {
    return new WorkerKey(Optional.empty(), text);
  }

  /**
   * Returns the key in a file.
   *
   * @param otherwise the problem if the file cannot be read, or is empty
   * @throws UsageException if it cannot be read, or is empty
   */
  static WorkerKey in(Path file, String otherwise) {
    try {
      String text = Files.readString(file).strip();
      if (!text.isEmpty()) {
        return new WorkerKey(Optional.of(file), text);
      }
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("the key cannot be read");
    }
    throw new UsageException(otherwise);
  }

  /** Returns the key; that of before while the file is missing or empty, as when it is replaced. */
  @Override
  public String get() {
    file.ifPresent(this::read);
    return last;
  }

  private void read(Path from) {
    try {
      String text = Files.readString(from).strip();
      if (!text.isEmpty()) {
        last = text;
      }
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("the key cannot be read now");
    }
  }

  /** Returns the key, if it may be another one later. */
  Optional<String> renewed() {
    return file.map(_ -> get());
  }

  @Override
  public String toString() {
    return "key" + file.map(path -> " in " + path).orElse(""); // Without its text.
  }
}
