package dev.praetor.store.secret;

import dev.praetor.ErrorCode;
import dev.praetor.store.model.StoreFailed;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Thrown if a master key is missing, is another one, or cannot be used. */
final class MasterKeyFailed extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final String problem;
  private final String advice;

  /**
   * Creates the exception.
   *
   * @param problem the problem in words, without any part of a key
   * @param advice the remedy; empty where there is none
   */
  MasterKeyFailed(String problem, String advice, @Nullable Throwable cause) {
    super(problem, cause);
    this.problem = problem;
    this.advice = advice;
  }

  String problem() {
    return problem;
  }

  String advice() {
    return advice;
  }

  /** Returns the error of a change that needs the key. */
  StoreFailed asStoreFailed() {
    return new StoreFailed(ErrorCode.UNAVAILABLE, MasterKeys.SUBJECT, problem, advice, getCause());
  }
}
