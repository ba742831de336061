package dev.praetor.store.db;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/**
 * An open store, of this process or another one. Its text is what claims are written with.
 *
 * @param id another one for each time a store is opened
 * @param started when its process did, as the number of a process is used again
 */
public record Claimant(UUID id, String host, long process, long started) {
  private static final String HOST = thisHost();

  public static Claimant ofThisProcess() {
    ProcessHandle process = ProcessHandle.current();
    return new Claimant(UUID.randomUUID(), HOST, process.pid(), startOf(process));
  }

  public static Claimant parse(String text) {
    String[] parts = text.split(" ", 4);
    return new Claimant(
        UUID.fromString(parts[0]), parts[3], Long.parseLong(parts[1]), Long.parseLong(parts[2]));
  }

  /** Whether its process has certainly ended. Of those on other hosts nobody can tell. */
  public boolean isDead() {
    return host.equals(HOST)
        && ProcessHandle.of(process)
            .filter(handle -> handle.isAlive() && startOf(handle) == started)
            .isEmpty();
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String thisHost() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException notLinux) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (IOException e) {
        return "unknown-" + UUID.randomUUID();
      }
    }
  }

  @Override
  public String toString() {
    return id + " " + process + " " + started + " " + host;
  }
}
