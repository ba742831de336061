package dev.praetor.embedded.run;

import dev.praetor.spi.SecretProvider;
import dev.praetor.store.model.RunOrigin;
import java.time.Duration;

/**
 * The settings of an engine.
 *
 * @param slots the largest number of runs in progress in this process
 * @param grace the time that runs have to end when the engine is closed
 * @param origin the place of the code, and the user or application, recorded with each run
 * @param once true if it starts one run, and no other after it
 */
public record EngineSettings(
    int slots,
    Duration grace,
    SecretProvider secrets,
    RunOrigin origin,
    RunHooks hooks,
    boolean once) {
  private static final int SLOTS = 1_000;
  private static final Duration GRACE = Duration.ofSeconds(30);

  /** Returns the default settings. */
  public static EngineSettings defaults() {
    RunOrigin origin = new RunOrigin("", System.getProperty("user.name", ""));
    return new EngineSettings(
        SLOTS, GRACE, SecretProvider.environment(), origin, RunHooks.NONE, false);
  }

  public EngineSettings withSlots(int most) {
    return new EngineSettings(most, grace, secrets, origin, hooks, once);
  }

  public EngineSettings withGrace(Duration longest) {
    return new EngineSettings(slots, longest, secrets, origin, hooks, once);
  }

  public EngineSettings withSecrets(SecretProvider source) {
    return new EngineSettings(slots, grace, source, origin, hooks, once);
  }

  public EngineSettings withOrigin(RunOrigin other) {
    return new EngineSettings(slots, grace, secrets, other, hooks, once);
  }

  public EngineSettings withHooks(RunHooks others) {
    return new EngineSettings(slots, grace, secrets, origin, others, once);
  }

  /** Returns settings for an engine that starts one run, and no other after it. */
  public EngineSettings withOneRun() {
    return new EngineSettings(1, grace, secrets, origin, hooks, true);
  }
}
