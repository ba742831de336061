package dev.praetor.store.signal;

/** Calls that go on until this is closed. */
public interface Subscription extends AutoCloseable {
  /** Ends the calls; one that has begun is completed. */
  @Override
  void close();
}
