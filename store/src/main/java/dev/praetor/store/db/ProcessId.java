package dev.praetor.store.db;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A process of an operating system.
 *
 * @param started the time at which the operating system started the process, because process
 *     numbers are reused
 */
public record ProcessId(String host, long pid, Instant started) {
  private static final String HOST = thisHost();

  /**
   * The largest difference between two readings of a process's start, which is computed from a
   * clock that is set now and then.
   */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  /** Returns this process. */
  public static ProcessId current() {
    ProcessHandle handle = ProcessHandle.current();
    return new ProcessId(HOST, handle.pid(), startOf(handle));
  }

  /** Returns whether the process is on this host, which {@link #isRunning} requires. */
  public boolean isLocal() {
    return host.equals(HOST);
  }

  /** Returns whether the process is running on this host. */
  public boolean isRunning() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(
            handle -> Duration.between(startOf(handle), started).abs().compareTo(TOLERANCE) <= 0)
        .isPresent();
  }

  private static Instant startOf(ProcessHandle handle) {
    return handle.info().startInstant().orElse(Instant.EPOCH);
  }

  /** Returns the name of this host. The network is asked last, because that may take seconds. */
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
        // A host without a name must not mistake the processes of another such host for its own.
        return "unknown-" + UUID.randomUUID();
      }
    }
  }
}
