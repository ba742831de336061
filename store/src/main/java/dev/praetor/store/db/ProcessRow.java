package dev.praetor.store.db;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * A process that has a store open, as the store knows it. On its own host it lives as long as the
 * operating system says so; of another host only its beat is known.
 *
 * @param name what people call it
 * @param started when the operating system started it, so that another of the same number is not
 *     taken for it
 */
public record ProcessRow(String id, String name, String host, long pid, Instant started) {
  public static final Duration BEAT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(60);

  /** The start is computed from a clock that is set now and then. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  /** This process, once more for each store it opens. */
  public static ProcessRow self() {
    ProcessHandle handle = ProcessHandle.current();
    String host = thisHost();
    String name = System.getProperty("user.name", "?") + "@" + host;
    return new ProcessRow(
        UUID.randomUUID().toString(),
        StorableText.plain(name + ", process " + handle.pid()),
        host,
        handle.pid(),
        startOf(handle).orElse(Instant.EPOCH));
  }

  /** Asking the network for the name may take seconds, so that comes last. */
  private static String thisHost() {
    String windows = System.getenv("COMPUTERNAME");
    if (windows != null) {
      return windows;
    }
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException notLinux) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (IOException unnamed) {
        return "localhost";
      }
    }
  }

  private static Optional<Instant> startOf(ProcessHandle handle) {
    return handle.info().startInstant();
  }

  /** Whether it lives, seen from this process. */
  public boolean isAlive(Instant beat, InstantSource clock) {
    if (!host.equals(thisHost())) {
      return beat.plus(SILENCE).isAfter(clock.instant());
    }
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(handle ->
            Duration.between(startOf(handle).orElse(Instant.EPOCH), started)
                    .abs()
                    .compareTo(TOLERANCE)
                <= 0)
        .isPresent();
  }
}
