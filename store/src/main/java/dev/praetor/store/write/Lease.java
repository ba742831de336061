package dev.praetor.store.write;

import dev.praetor.store.db.ProcessRow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The right of this process to write to its runs, which each heartbeat renews. Other processes may
 * claim the runs once they have seen the same heartbeat for the length of a lease, so this process
 * trusts its right for a shorter time. A process that was stopped, or whose machine slept, finds
 * its right in doubt and asks the store before it starts anything. Thread-safe.
 */
public final class Lease {
  /** The time for which a heartbeat is trusted: less than the lease that others grant. */
  static final Duration TRUSTED = ProcessRow.LEASE.multipliedBy(3).dividedBy(5);

  private final InstantSource clock;
  private volatile Moment renewed;

  /** A moment on the monotonic clock, which may stand still in sleep, and on the wall clock. */
  public record Moment(long nanos, Instant wall) {
    /** Returns an earlier moment. */
    public Moment minus(Duration length) {
      return new Moment(nanos - length.toNanos(), wall.minus(length));
    }
  }

  public Lease(InstantSource clock) {
    this.clock = clock;
    this.renewed = now();
  }

  public Moment now() {
    return new Moment(System.nanoTime(), clock.instant());
  }

  /** Renews the lease by a heartbeat that was begun at a moment and is now durable. */
  public void renew(Moment begun) {
    renewed = begun;
  }

  /** Returns the time since the last heartbeat, as the monotonic clock has it. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - renewed.nanos());
  }

  /** Returns whether no other process can have claimed a run of this one. */
  public boolean isTrusted() {
    Duration byWall = Duration.between(renewed.wall(), clock.instant()).abs();
    return age().compareTo(TRUSTED) < 0 && byWall.compareTo(TRUSTED) < 0;
  }
}
