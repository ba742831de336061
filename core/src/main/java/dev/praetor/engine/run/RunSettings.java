package dev.praetor.engine.run;

import dev.praetor.engine.AttemptSlots;
import dev.praetor.engine.Journal;
import dev.praetor.engine.RunListener;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.spi.SecretProvider;
import java.time.Duration;

/** The settings of a run: clock, secrets, listener, persistence, limits. Immutable. */
public record RunSettings(
    Timekeeper time,
    SecretProvider secrets,
    RunListener listener,
    Persistence persistence,
    AttemptSlots slots,
    StopPolicy stopPolicy,
    TaskBodies bodies) {

  /** The places where the results of a run are kept. */
  public record Persistence(Journal journal, CacheStore cache) {}

  /**
   * The rules by which a run is stopped.
   *
   * @param grace the time that running attempts have to end after the run is cancelled
   * @param hooks the time limit of each hook
   * @param atFirstFailure true if the first task run that finally fails cancels the run
   */
  public record StopPolicy(Duration grace, Duration hooks, boolean atFirstFailure) {
    public static final StopPolicy DEFAULT =
        new StopPolicy(Duration.ofSeconds(10), Duration.ofSeconds(30), false);
  }

  public RunSettings withTime(Timekeeper time) {
    return new RunSettings(time, secrets, listener, persistence, slots, stopPolicy, bodies);
  }

  public RunSettings withSecrets(SecretProvider secrets) {
    return new RunSettings(time, secrets, listener, persistence, slots, stopPolicy, bodies);
  }

  public RunSettings withListener(RunListener listener) {
    return new RunSettings(time, secrets, listener, persistence, slots, stopPolicy, bodies);
  }

  public RunSettings withPersistence(Persistence keeping) {
    return new RunSettings(time, secrets, listener, keeping, slots, stopPolicy, bodies);
  }

  public RunSettings withSlots(AttemptSlots limits) {
    return new RunSettings(time, secrets, listener, persistence, limits, stopPolicy, bodies);
  }

  public RunSettings withStopPolicy(StopPolicy stopping) {
    return new RunSettings(time, secrets, listener, persistence, slots, stopping, bodies);
  }

  public RunSettings withBodies(TaskBodies bodies) {
    return new RunSettings(time, secrets, listener, persistence, slots, stopPolicy, bodies);
  }
}
