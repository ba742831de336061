package dev.praetor.spi;

import dev.praetor.PraetorException;

/**
 * The place where an engine keeps what it records. Implementations are immutable.
 *
 * @param <E> the type of the engine
 */
@FunctionalInterface
public interface EngineHome<E extends AutoCloseable> {
  /**
   * Opens an engine at this place.
   *
   * @throws PraetorException if the place cannot be used; the message says what to do
   */
  E open();
}
