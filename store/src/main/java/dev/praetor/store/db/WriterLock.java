package dev.praetor.store.db;

import java.io.IOException;

/** A lock that has the processes that write one store take turns. */
public interface WriterLock extends AutoCloseable {
  /** Nothing: the database takes care of it. */
  WriterLock NONE =
      new WriterLock() {
        @Override
        public Held take() {
          return () -> {};
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

  @Override
  void close();
}
