package dev.praetor.worker;

import java.io.IOException;

/** Starts the process of a runner. */
@FunctionalInterface
public interface RunnerStarter {
  /**
   * Starts a process that runs the registered runs of a package until its standard input ends. Its
   * standard error is a part of its standard output.
   *
   * @param code the SHA-256 of the package
   */
  Process start(String code) throws IOException;
}
