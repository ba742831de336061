package dev.praetor.client.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A pool of workers; only runs of registered flows are counted. Immutable.
 *
 * @param pause the pause; absent if the pool is not paused
 * @param limit the largest number of its runs at the same time
 * @param workers the number of live workers that take its runs
 */
public record PoolInfo(
    String name, Optional<Pause> pause, Optional<Integer> limit, Queue queue, int workers) {
  public static final String FIELDS =
      "name pause { by why since } limit running waiting oldest workers";

  /** The pause of a pool: the person, the reason and the time. */
  public record Pause(String by, String why, Instant since) {}

  /**
   * The runs of a pool.
   *
   * @param running the number of runs in progress
   * @param waiting the number of runs that are due and wait
   * @param oldest the time at which the run was due that waits longest
   */
  public record Queue(int running, int waiting, Optional<Instant> oldest) {}

  public static PoolInfo of(Json json) {
    return new PoolInfo(
        json.text("name"),
        json.at("pause")
            .map(pause -> new Pause(pause.text("by"), pause.text("why"), pause.time("since"))),
        json.optionalNumber("limit"),
        new Queue(json.number("running"), json.number("waiting"), json.optionalTime("oldest")),
        json.number("workers"));
  }
}
