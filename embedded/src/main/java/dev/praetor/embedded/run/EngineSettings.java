package dev.praetor.embedded.run;

import dev.praetor.engine.run.ValueSources;
import dev.praetor.spi.SecretProvider;
import dev.praetor.spi.VariableProvider;
import dev.praetor.store.model.RunOrigin;
import java.time.Duration;

/**
 * The settings of an engine.
 *
 * @param slots the largest number of runs in progress in this process
 * @param grace the time that runs have to end when the engine is closed
 * @param sources the sources of secrets and variables
 * @param origin the place of the code, and the user or application, recorded with each run
 * @param once true if it starts one run, and no other after it
 */
public record EngineSettings(
    int slots,
    Duration grace,
    ValueSources sources,
    RunOrigin origin,
    RunHooks hooks,
    boolean once) {
  private static final int SLOTS = 1_000;
  private static final Duration GRACE = Duration.ofSeconds(30);

  /** Returns the default settings. */
  public static EngineSettings defaults() {
    RunOrigin origin = new RunOrigin("", System.getProperty("user.name", ""));
    return new EngineSettings(SLOTS, GRACE, ValueSources.ENVIRONMENT, origin, RunHooks.NONE, false);
  }

  public EngineSettings withSlots(int most) {
    return new EngineSettings(most, grace, sources, origin, hooks, once);
  }

  public EngineSettings withGrace(Duration longest) {
    return new EngineSettings(slots, longest, sources, origin, hooks, once);
  }

  public EngineSettings withSecrets(SecretProvider secrets) {
    return withSources(sources.withSecrets(secrets));
  }

  public EngineSettings withVariables(VariableProvider variables) {
    return withSources(sources.withVariables(variables));
  }

  private EngineSettings withSources(ValueSources others) {
    return new EngineSettings(slots, grace, others, origin, hooks, once);
  }

  public EngineSettings withOrigin(RunOrigin other) {
    return new EngineSettings(slots, grace, sources, other, hooks, once);
  }

  public EngineSettings withHooks(RunHooks others) {
    return new EngineSettings(slots, grace, sources, origin, others, once);
  }

  /** Returns settings for an engine that starts one run, and no other after it. */
  public EngineSettings withOneRun() {
    return new EngineSettings(1, grace, sources, origin, hooks, true);
  }
}
