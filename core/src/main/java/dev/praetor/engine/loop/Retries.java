package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.Retry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether a retry policy applies to a failure. For any thread. */
final class Retries {
  private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

  private Retries() {}

  static boolean apply(Retry retry, Class<?> thrown, Failure failure) {
    boolean matches =
        retry.types().isEmpty()
            || retry.types().stream().anyMatch(type -> type.isAssignableFrom(thrown));
    if (!matches || retry.condition().isEmpty()) {
      return matches;
    }
    try {
      return retry.condition().get().apply(failure);
    } catch (Exception e) {
      LOG.atWarn().setCause(e).log("the condition of a retry failed, so the failure is final");
      return false;
    }
  }
}
