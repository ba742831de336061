package dev.praetor.store.worker;

import java.time.Instant;
import java.util.Optional;

/**
 * A pool of workers, with what people set on it and what happens in it now. Only runs of registered
 * flows are counted.
 *
 * @param pause the pause; absent if the pool is not paused
 * @param limit the largest number of runs at the same time over all its workers
 * @param workers the number of workers that take its runs
 */
public record StoredPool(
    String name, Optional<Pause> pause, Optional<Integer> limit, Queue queue, int workers) {
  /**
   * The pause of a pool: it starts nothing until it is resumed.
   *
   * @param by the person who paused it; may be empty
   * @param why the reason; may be empty
   */
  public record Pause(String by, String why, Instant since) {}

  /**
   * The runs of a pool.
   *
   * @param running the number of runs in progress
   * @param waiting the number of runs that are due and wait
   * @param oldest the time at which the run was due that waits longest
   */
  public record Queue(int running, int waiting, Optional<Instant> oldest) {}
}
