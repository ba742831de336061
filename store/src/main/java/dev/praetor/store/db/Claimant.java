package dev.praetor.store.db;

import java.util.UUID;

/**
 * An open store of this process or another one. Claims contain its text form.
 *
 * @param id the id of the open store, new each time a store is opened
 */
public record Claimant(UUID id, ProcessId process) {
  private static final int PARTS = 6;

  public static Claimant ofThisProcess() {
    return new Claimant(UUID.randomUUID(), ProcessId.current());
  }

  /** Returns whether the process of a claimant, given in its text form, has certainly ended. */
  public static boolean isDead(String text) {
    String[] parts = text.split(" ", PARTS);
    if (parts.length < PARTS) {
      return false; // Written by an earlier Praetor, which names the start by the wall clock.
    }
    try {
      ProcessId process =
          new ProcessId(
              parts[5], Long.parseLong(parts[1]), parts[3], parts[4], Long.parseLong(parts[2]));
      return process.sign() == ProcessId.Sign.GONE;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "%s %d %d %s %s %s"
        .formatted(
            id, process.pid(), process.ticks(), process.boot(), process.space(), process.host());
  }
}
