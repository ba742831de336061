package dev.praetor.store.db;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/**
 * A process of an operating system.
 *
 * @param boot the id of the start of the machine, with the namespace of its monotonic clock; empty
 *     if the operating system does not tell it
 * @param space the namespace in which the process has its number; empty if it is unknown
 * @param ticks the time at which the process was started, because numbers are reused, in a unit
 *     that does not depend on the wall clock
 */
public record ProcessId(String host, long pid, String boot, String space, long ticks) {
  private static final String HOST = thisHost();
  private static final ProcessId CURRENT = thisProcess();
  private static final Path PROC = Path.of("/proc");

  /** The knowledge of this process about another one. */
  public enum Sign {
    /** The process is running. */
    RUNNING,
    /** The process has certainly ended. */
    GONE,
    /** The process is on another machine, in another namespace, or stopped by a signal. */
    UNKNOWN
  }

  /** Returns this process. */
  public static ProcessId current() {
    return CURRENT;
  }

  /**
   * Returns whether the process is running. Only the kernel that runs both processes knows that,
   * and only for numbers of the namespace of this process.
   */
  public Sign sign() {
    boolean comparable =
        !boot.isEmpty()
            && !space.isEmpty()
            && boot.equals(CURRENT.boot)
            && space.equals(CURRENT.space)
            && host.equals(HOST);
    if (!comparable) {
      return Sign.UNKNOWN;
    }
    ProcessStat stat = ProcessStat.of(PROC.resolve(Long.toString(pid)));
    if (stat == null) {
      return ProcessStat.of(PROC.resolve("1")) == null ? Sign.UNKNOWN : Sign.GONE;
    }
    if (stat.ticks() != ticks || stat.hasEnded()) {
      return Sign.GONE;
    }
    return stat.isStopped() ? Sign.UNKNOWN : Sign.RUNNING;
  }

  /** Returns whether the monotonic clocks of the process and of this one can be compared. */
  public boolean sharesClock() {
    return !boot.isEmpty() && boot.equals(CURRENT.boot);
  }

  private static ProcessId thisProcess() {
    long pid = ProcessHandle.current().pid();
    ProcessStat stat = ProcessStat.of(Path.of("/proc/self"));
    if (stat == null) {
      long started =
          ProcessHandle.current().info().startInstant().map(Instant::toEpochMilli).orElse(0L);
      return new ProcessId(HOST, pid, "", "", started);
    }
    // In a namespace without a /proc of its own, the numbers there are those of another namespace.
    String space = stat.pid() == pid ? namespace("pid") : "";
    return new ProcessId(HOST, pid, thisBoot(), space, stat.ticks());
  }

  private static String thisBoot() {
    try {
      String id = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return id.isEmpty() ? "" : id + "/" + namespace("time");
    } catch (IOException e) {
      return "";
    }
  }

  private static String namespace(String kind) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/" + kind)).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
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
