package dev.praetor.cli.run;

import dev.praetor.engine.local.LocalRun;
import dev.praetor.examples.marvin.DemoFlows;
import dev.praetor.examples.marvin.StandupFlows;
import dev.praetor.spi.SecretProvider;
import java.util.Set;

/** The sample token that the example's flows send with if the environment has none. */
public final class DemoSecrets {
  static final String TARGET = DemoFlows.class.getName();
  private static final Set<String> TARGETS = Set.of(TARGET, StandupFlows.class.getName());

  private DemoSecrets() {}

  /** Returns the environment's secrets, with the sample token if the target is the example. */
  public static SecretProvider of(String target) {
    SecretProvider environment = SecretProvider.environment();
    return TARGETS.contains(target) ? environment.or(DemoFlows.secrets()) : environment;
  }

  /** Returns the same run with the secrets of its target. */
  public static LocalRun<?> with(LocalRun<?> run, String target) {
    return run.with(settings -> settings.withSecrets(of(target)));
  }
}
