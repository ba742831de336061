package dev.praetor.store.signal;

import dev.praetor.store.db.OwnerOnly;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals as changes of files in a folder. Each process has a file for each topic, to which it
 * appends a byte, so that it can leave out its own. The kernel reports the changes; where it does
 * not, the folder is read many times a second.
 */
final class FileLine implements SignalLine {
  private static final Logger LOG = LoggerFactory.getLogger(FileLine.class);
  private static final Duration POLL = Duration.ofMillis(12);
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final int LONGEST_FILE = 4_096;

  /** The time before the newest file from which a file is taken for that of a killed process. */
  private static final Duration LEFT_BEHIND = Duration.ofDays(1);

  private final Path folder;
  private final String self;
  private final boolean polls;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable WatchService watching;

  FileLine(Path folder, String self) {
    this(folder, self, false);
  }

  /**
   * Creates the line of a folder.
   *
   * @param polls true to read the folder again and again although the kernel reports changes
   */
  FileLine(Path folder, String self, boolean polls) {
    this.folder = folder;
    this.self = self;
    this.polls = polls;
  }

  private Path own(Topic topic) {
    return folder.resolve(topic.text() + "-" + self);
  }

  @Override
  public void after(Set<Topic> topics) {
    for (Topic topic : topics) {
      try {
        touch(own(topic));
      } catch (IOException e) {
        LOG.atDebug().setCause(e).log("other processes do not hear of a change");
      }
    }
  }

  private void touch(Path file) throws IOException {
    try {
      append(file);
    } catch (NoSuchFileException e) {
      OwnerOnly.createDirectories(folder);
      OwnerOnly.createFile(file);
      append(file);
    }
  }

  private static void append(Path file) throws IOException {
    if (Files.size(file) < LONGEST_FILE) {
      Files.write(file, new byte[1], StandardOpenOption.APPEND);
    } else {
      Files.write(file, new byte[1], StandardOpenOption.TRUNCATE_EXISTING);
    }
  }

  @Override
  public void receive(Consumer<Set<Topic>> arrived) throws InterruptedException {
    Duration wait = FIRST_WAIT;
    boolean works = !polls;
    while (closing.getCount() > 0) {
      try {
        prepare();
        if (works && watch(arrived)) {
          return;
        }
        works = false;
        poll(arrived);
      } catch (IOException e) {
        LOG.atDebug().setCause(e).log("signals of other processes are not received");
      }
      if (closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      Duration longer = wait.multipliedBy(2);
      wait = longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
    }
  }

  /** Creates the folder, and deletes the files that killed processes have left there. */
  private void prepare() throws IOException {
    OwnerOnly.createDirectories(folder);
    Map<Path, Version> files = versions();
    long newest = files.values().stream().mapToLong(Version::time).max().orElse(0);
    for (Map.Entry<Path, Version> file : files.entrySet()) {
      if (newest - file.getValue().time() > LEFT_BEHIND.toNanos()) {
        Files.deleteIfExists(file.getKey());
      }
    }
  }

  /** Waits for changes that the kernel reports; returns false if it cannot. */
  private boolean watch(Consumer<Set<Topic>> arrived) throws InterruptedException {
    try (WatchService service = folder.getFileSystem().newWatchService()) {
      if (service.getClass().getSimpleName().startsWith("Polling")) {
        return false; // It looks every few seconds.
      }
      folder.register(
          service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
      watching = service;
      arrived.accept(EnumSet.allOf(Topic.class)); // Signals until now were not heard.
      while (closing.getCount() > 0) {
        WatchKey key = service.take();
        Set<Topic> topics = topics(key);
        if (!topics.isEmpty()) {
          arrived.accept(topics);
        }
        if (!key.reset()) {
          return false; // The folder was deleted.
        }
      }
      return true;
    } catch (ClosedWatchServiceException closed) {
      return true;
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("the folder {} cannot be watched", folder);
      return false;
    } finally {
      watching = null;
    }
  }

  private Set<Topic> topics(WatchKey key) {
    Set<Topic> topics = EnumSet.noneOf(Topic.class);
    for (WatchEvent<?> event : key.pollEvents()) {
      if (event.context() instanceof Path file) {
        topic(file).ifPresent(topics::add);
      } else {
        topics.addAll(EnumSet.allOf(Topic.class)); // Events were lost.
      }
    }
    return topics;
  }

  /** Returns the topic of a file of another process. */
  private Optional<Topic> topic(Path file) {
    String[] parts = file.getFileName().toString().split("-", 2);
    return parts.length == 2 && !parts[1].equals(self) ? Topic.of(parts[0]) : Optional.empty();
  }

  private record Version(long size, long time) {}

  private void poll(Consumer<Set<Topic>> arrived) throws IOException, InterruptedException {
    Map<Path, Version> seen = versions();
    arrived.accept(EnumSet.allOf(Topic.class));
    while (!closing.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
      Map<Path, Version> now = versions();
      if (!now.equals(seen)) {
        Set<Topic> topics = EnumSet.noneOf(Topic.class);
        for (Map.Entry<Path, Version> each : now.entrySet()) {
          if (!each.getValue().equals(seen.get(each.getKey()))) {
            topic(each.getKey()).ifPresent(topics::add);
          }
        }
        seen = now;
        if (!topics.isEmpty()) {
          arrived.accept(topics);
        }
      }
    }
  }

  private Map<Path, Version> versions() throws IOException {
    Map<Path, Version> versions = new HashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (topic(file).isPresent()) {
          version(file).ifPresent(version -> versions.put(file, version));
        }
      }
    }
    return versions;
  }

  private static Optional<Version> version(Path file) throws IOException {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(new Version(now.size(), now.lastModifiedTime().to(TimeUnit.NANOSECONDS)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    WatchService service = watching;
    try {
      if (service != null) {
        service.close();
      }
      for (Topic topic : Topic.values()) {
        Files.deleteIfExists(own(topic));
      }
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("the files of signals could not be deleted");
    }
  }
}
