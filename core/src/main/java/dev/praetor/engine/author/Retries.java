package dev.praetor.engine.author;

import dev.praetor.Failure;
import dev.praetor.Retry;
import dev.praetor.engine.secret.FailureReader;
import dev.praetor.engine.secret.Masker;

/**
 * Decides whether a retry policy applies to a failure. The condition of a policy is code of the
 * author. For any thread of a call.
 */
public final class Retries {
  private Retries() {}

  /**
   * Returns what was thrown as a masked failure that says whether the policy retries it. A failure
   * whose condition throws is final, and its message says so. The condition is given the failure as
   * it was thrown, because what is masked is never given to code of authors.
   */
  public static Failure judge(Retry retry, Throwable thrown, Masker masker) {
    Failure failure = masker.failure(thrown);
    if (!matches(retry, thrown.getClass())) {
      return failure.withRetryable(false);
    }
    if (retry.condition().isEmpty()) {
      return failure.withRetryable(true);
    }
    try {
      return failure.withRetryable(retry.condition().get().apply(FailureReader.read(thrown)));
    } catch (Throwable broken) {
      return unjudged(failure, masker.failure(broken));
    }
  }

  public static boolean matches(Retry retry, Class<?> thrown) {
    return retry.types().isEmpty()
        || retry.types().stream().anyMatch(type -> type.isAssignableFrom(thrown));
  }

  /** Returns a failure as final, because the condition of its retry failed too. */
  public static Failure unjudged(Failure failure, Failure broken) {
    return new Failure(
        failure.type(),
        failure.message() + " (and the condition of its retry failed: " + broken.summary() + ")",
        failure.trace(),
        failure.cause(),
        false);
  }
}
