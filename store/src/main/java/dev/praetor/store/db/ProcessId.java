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
 * @param started when the operating system started it, as the number of a process is used again
 */
public record ProcessId(String host, long pid, Instant started) {
  private static final String HOST = thisHost();

  /** The start is computed from a clock that is set now and then. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  /** This process. */
  public static ProcessId current() {
    ProcessHandle handle = ProcessHandle.current();
    return new ProcessId(HOST, handle.pid(), startOf(handle));
  }

  /** Tells whether it is of this host, so that {@link #isRunning} can be asked. */
  public boolean isLocal() {
    return host.equals(HOST);
  }

  /** Tells whether this host has this process now. */
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
        // Two hosts without a name must not take each other's processes for their own.
        return "unknown-" + UUID.randomUUID();
      }
    }
  }
}
