package dev.praetor.engine.run;

import dev.praetor.engine.Journal;
import dev.praetor.engine.RunListener;
import dev.praetor.engine.TagLimits;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.spi.SecretProvider;
import java.time.Duration;

/** What surrounds a run. */
public record RunSettings(
    Timekeeper time,
    SecretProvider secrets,
    RunListener listener,
    Keeping keeping,
    TagLimits tagLimits,
    Stopping stopping,
    TaskBodies bodies) {

  /** Where what a run comes to is kept. */
  public record Keeping(Journal journal, CacheStore cache) {}

  /**
   * How a run is brought to an end.
   *
   * @param grace how long what runs may take to end once the run is cancelled
   * @param hooks how long one hook may take
   * @param atFirstFailure whether the first task run that fails for good cancels the run
   */
  public record Stopping(Duration grace, Duration hooks, boolean atFirstFailure) {
    public static final Stopping DEFAULT =
        new Stopping(Duration.ofSeconds(10), Duration.ofSeconds(30), false);
  }

  public RunSettings withTime(Timekeeper time) {
    return new RunSettings(time, secrets, listener, keeping, tagLimits, stopping, bodies);
  }

  public RunSettings withSecrets(SecretProvider secrets) {
    return new RunSettings(time, secrets, listener, keeping, tagLimits, stopping, bodies);
  }

  public RunSettings withListener(RunListener listener) {
    return new RunSettings(time, secrets, listener, keeping, tagLimits, stopping, bodies);
  }

  public RunSettings withKeeping(Keeping keeping) {
    return new RunSettings(time, secrets, listener, keeping, tagLimits, stopping, bodies);
  }

  public RunSettings withTagLimits(TagLimits limits) {
    return new RunSettings(time, secrets, listener, keeping, limits, stopping, bodies);
  }

  public RunSettings withStopping(Stopping stopping) {
    return new RunSettings(time, secrets, listener, keeping, tagLimits, stopping, bodies);
  }

  public RunSettings withBodies(TaskBodies bodies) {
    return new RunSettings(time, secrets, listener, keeping, tagLimits, stopping, bodies);
  }
}
