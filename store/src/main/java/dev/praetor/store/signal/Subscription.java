package dev.praetor.store.signal;

/** Calls that go on until this is closed. */
public interface Subscription extends AutoCloseable {
  /** Ends the calls; a call in progress is completed. */
  @Override
  void close();
}
