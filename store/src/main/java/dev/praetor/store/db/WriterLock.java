package dev.praetor.store.db;

import java.io.IOException;
import java.util.Optional;

/** A lock by which the processes that write to the same store take turns. */
public interface WriterLock extends AutoCloseable {
  /** The lock that does nothing, for a database that lets several processes write. */
  WriterLock NONE =
      new WriterLock() {
        @Override
        public Held take() {
          return () -> {};
        }

        @Override
        public Optional<Held> tryTake() {
          return Optional.of(take());
        }

        @Override
        public void close() {}
      };

  /** The turn to write. */
  interface Held extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /** Waits for the turn to write. */
  Held take() throws IOException;

  /** Takes the turn to write if nobody else has it or waits for it; never waits itself. */
  Optional<Held> tryTake() throws IOException;

  @Override
  void close();
}
