package dev.praetor.engine.run;

import dev.praetor.engine.AttemptSlots;
import dev.praetor.engine.Journal;
import dev.praetor.engine.RunListener;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.spi.SecretProvider;
import dev.praetor.spi.VariableProvider;
import java.time.Duration;

/**
 * The settings of a run: clock, secrets and variables, listener, persistence, limits. Immutable.
 */
public record RunSettings(
    Timekeeper time,
    ValueSources sources,
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
    return new RunSettings(time, sources, listener, persistence, slots, stopPolicy, bodies);
  }

  public RunSettings withSources(ValueSources sources) {
    return new RunSettings(time, sources, listener, persistence, slots, stopPolicy, bodies);
  }

  public RunSettings withSecrets(SecretProvider secrets) {
    return withSources(sources.withSecrets(secrets));
  }

  public RunSettings withVariables(VariableProvider variables) {
    return withSources(sources.withVariables(variables));
  }

  public RunSettings withListener(RunListener listener) {
    return new RunSettings(time, sources, listener, persistence, slots, stopPolicy, bodies);
  }

  public RunSettings withPersistence(Persistence keeping) {
    return new RunSettings(time, sources, listener, keeping, slots, stopPolicy, bodies);
  }

  public RunSettings withSlots(AttemptSlots limits) {
    return new RunSettings(time, sources, listener, persistence, limits, stopPolicy, bodies);
  }

  public RunSettings withStopPolicy(StopPolicy stopping) {
    return new RunSettings(time, sources, listener, persistence, slots, stopping, bodies);
  }

  public RunSettings withBodies(TaskBodies bodies) {
    return new RunSettings(time, sources, listener, persistence, slots, stopPolicy, bodies);
  }
}
