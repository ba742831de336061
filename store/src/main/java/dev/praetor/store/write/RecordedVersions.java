package dev.praetor.store.write;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The versions of flows that were committed over a connection, which need not be written again. All
 * are forgotten when they are many, as each run with runs within it adds some. Used by one thread
 * at a time.
 */
final class RecordedVersions {
  private static final int MOST = 10_000;

  /** A version of a flow, as it is written for a run. */
  private record Recorded(String hash, String flow, @Nullable String within) {}

  private final Set<Recorded> all = new HashSet<>();

  boolean contains(String hash, String flow, @Nullable String within) {
    return all.contains(new Recorded(hash, flow, within));
  }

  void add(String hash, String flow, @Nullable String within) {
    if (all.size() >= MOST) {
      all.clear();
    }
    all.add(new Recorded(hash, flow, within));
  }
}
