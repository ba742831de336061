package dev.praetor.store.model;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if the store cannot do what was requested: a run does not exist ({@code NOT_FOUND}), its
 * state does not allow it ({@code CONFLICT}), or the store itself cannot be used ({@code
 * UNAVAILABLE}).
 */
public final class StoreFailed extends PraetorException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the error without a cause.
   *
   * @param subject the run, result or store that the error is about
   * @param problem the description of the problem
   * @param advice the advice on what to do, in words that fit every program that uses the store;
   *     may be empty
   */
  public StoreFailed(ErrorCode code, String subject, String problem, String advice) {
    super(code, subject, problem, advice);
  }

  /** Creates the error with a cause. */
  public StoreFailed(
      ErrorCode code, String subject, String problem, String advice, @Nullable Throwable cause) {
    super(code, subject, problem, advice, cause);
  }

  /** Returns the error that there is no run of this id. */
  public static StoreFailed noRun(Object run) {
    return new StoreFailed(
        ErrorCode.NOT_FOUND, "run " + run, "there is no run " + run + " in the store", "");
  }

  /** Returns the error that the state of a run does not allow what was requested. */
  public static StoreFailed conflict(Object run, String problem, String advice) {
    return new StoreFailed(ErrorCode.CONFLICT, "run " + run, problem, advice);
  }

  /** Returns the error that the store cannot be used. */
  public static StoreFailed unavailable(String store, String problem, String advice) {
    return unavailable(store, problem, advice, null);
  }

  /** Returns the error that the store cannot be used, with a cause. */
  public static StoreFailed unavailable(
      String store, String problem, String advice, @Nullable Throwable cause) {
    return new StoreFailed(ErrorCode.UNAVAILABLE, "the store at " + store, problem, advice, cause);
  }
}
