package dev.praetor.cli.run;

import java.util.Optional;

/** The subscription of a run to orders of other processes, which ends when it is closed. */
record OrderSubscription(Optional<AutoCloseable> open) implements AutoCloseable {
  @Override
  public void close() {
    if (open.isEmpty()) {
      return;
    }
    try {
      open.get().close();
    } catch (Exception e) {
      throw new IllegalStateException(
          "the subscription to orders of other processes could not be closed", e);
    }
  }
}
