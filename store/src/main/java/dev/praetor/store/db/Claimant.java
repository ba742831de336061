package dev.praetor.store.db;

import java.time.Instant;
import java.util.UUID;

/**
 * An open store of this process or another one. Claims contain its text form.
 *
 * @param id the id of the open store, new each time a store is opened
 */
public record Claimant(UUID id, ProcessId process) {
  public static Claimant ofThisProcess() {
    return new Claimant(UUID.randomUUID(), ProcessId.current());
  }

  /** Reads a claimant from its text form. */
  public static Claimant parse(String text) {
    String[] parts = text.split(" ", 4);
    Instant started = Instant.ofEpochMilli(Long.parseLong(parts[2]));
    return new Claimant(
        UUID.fromString(parts[0]), new ProcessId(parts[3], Long.parseLong(parts[1]), started));
  }

  /** Returns whether its process has certainly ended; false for processes of other hosts. */
  public boolean isDead() {
    return process.isLocal() && !process.isRunning();
  }

  @Override
  public String toString() {
    return "%s %d %d %s"
        .formatted(id, process.pid(), process.started().toEpochMilli(), process.host());
  }
}
