package dev.praetor.cli.run;

import dev.praetor.store.model.StoredRun;

/** Thrown when an earlier run has the key of a new one, which is not an error of the user. */
final class RunExists extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient StoredRun run;

  RunExists(StoredRun run) {
    super("run " + run.id() + " has the same key", null, false, false);
    this.run = run;
  }

  StoredRun run() {
    return run;
  }
}
