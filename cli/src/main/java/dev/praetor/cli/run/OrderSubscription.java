package dev.praetor.cli.run;

import java.util.Optional;

/** A run listens to what is asked of it from other processes, until this is closed. */
record OrderSubscription(Optional<AutoCloseable> open) implements AutoCloseable {
  @Override
  public void close() {
    if (open.isEmpty()) {
      return;
    }
    try {
      open.get().close();
    } catch (Exception e) {
      throw new IllegalStateException("what watches for orders could not be closed", e);
    }
  }
}
