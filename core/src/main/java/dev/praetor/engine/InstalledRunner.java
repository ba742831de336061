package dev.praetor.engine;

import java.util.Optional;
import java.util.ServiceLoader;

/** The runner in this jar, loaded once, when the first flow is run. */
final class InstalledRunner {
  static final Optional<FlowRunner> FOUND =
      ServiceLoader.load(FlowRunner.class, FlowRunner.class.getClassLoader()).findFirst();

  private InstalledRunner() {}
}
