package dev.praetor.engine.local;

import dev.praetor.Failure;
import dev.praetor.Retry;
import dev.praetor.engine.run.FailureCause;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.engine.secret.Masker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether the retry policy of a flow applies to a failed run: to each failure because of
 * which the run failed. The condition of a policy is code of the author, which is called on a
 * thread of its own for a limited time.
 */
final class FlowRetryRule {
  private static final Logger LOG = LoggerFactory.getLogger(FlowRetryRule.class);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int MOST_JUDGED = 1_000;

  private FlowRetryRule() {}

  /**
   * Decides whether the policy applies; it does not if its condition throws or takes too long.
   *
   * @param then accepts the decision, in this thread or another one
   */
  static void judge(Retry policy, FinishedRun failed, Consumer<Boolean> then) {
    List<FailureCause> causes = failed.causes();
    boolean matches = causes.stream().allMatch(cause -> matches(policy, cause));
    if (!matches || policy.condition().isEmpty()) {
      then.accept(matches);
      return;
    }
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("run-" + failed.id() + "/retry")
        .start(() -> answer.complete(meetCondition(policy, causes, failed.masker())));
    var _ =
        answer
            .completeOnTimeout(false, LONGEST.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((applies, _) -> then.accept(applies));
  }

  private static boolean matches(Retry policy, FailureCause cause) {
    return !cause.permanent()
        && (policy.types().isEmpty() || policy.types().stream().anyMatch(cause::isA));
  }

  private static boolean meetCondition(Retry policy, List<FailureCause> causes, Masker masker) {
    try {
      for (FailureCause cause : causes.subList(0, Math.min(causes.size(), MOST_JUDGED))) {
        if (!policy.condition().orElseThrow().apply(cause.failure())) {
          return false;
        }
      }
      return true;
    } catch (Throwable thrown) {
      Failure broken = masker.failure(thrown);
      LOG.warn(
          "the condition of a flow's retry failed, so the run is not retried: {}\n{}",
          broken.summary(),
          broken.trace());
      return false;
    }
  }
}
