package dev.praetor.cli.run;

import dev.praetor.engine.local.LocalRun;
import dev.praetor.examples.marvin.DemoFlows;

/** The sample token that the demo's flows send with where the environment has none. */
public final class DemoSecrets {
  static final String TARGET = DemoFlows.class.getName();

  private DemoSecrets() {}

  /** The same run with the token, if its flow is one of the demo's. */
  public static LocalRun<?> with(LocalRun<?> run, String target) {
    return target.equals(TARGET)
        ? run.with(settings -> settings.withSecrets(settings.secrets().or(DemoFlows.secrets())))
        : run;
  }
}
