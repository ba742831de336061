package dev.praetor.worker;

import java.io.IOException;

/** Starts the process of a runner. */
@FunctionalInterface
public interface RunnerStarter {
  /**
   * The runner to start.
   *
   * @param code the SHA-256 of the package
   * @param worker the id of the worker, whose pools, labels and slots decide about its runs
   * @param isolated true if it is for one run that gets a process of its own, and ends with it
   */
  record Order(String code, String worker, boolean isolated) {}

  /**
   * Starts a process that runs the registered runs of a package until its standard input ends. Its
   * standard error is a part of its standard output.
   */
  Process start(Order order) throws IOException;
}
