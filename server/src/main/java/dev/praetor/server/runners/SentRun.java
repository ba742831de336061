package dev.praetor.server.runners;

import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run whose batches a runner sends. Each batch is accepted once, in the order of the numbers.
 * Used under the lock of its session.
 */
final class SentRun {
  private final int epoch;
  private final long recorded;
  private long accepted;
  private CompletableFuture<ObjectNode> last;

  /** Creates a run of which nothing is recorded yet. */
  SentRun(int epoch) {
    this(epoch, 0, 0);
  }

  /**
   * Creates the run.
   *
   * @param accepted the number of the last batch that the runner knew to be durable
   * @param recorded the number of the last batch that is durable, of which the runner may not have
   *     heard: it sends those after {@code accepted} again then
   */
  SentRun(int epoch, long accepted, long recorded) {
    this.epoch = epoch;
    this.recorded = recorded;
    this.accepted = accepted;
    this.last = CompletableFuture.completedFuture(RunnerNews.object());
  }

  int epoch() {
    return epoch;
  }

  long accepted() {
    return accepted;
  }

  /** Returns the largest number that the next batch may have. */
  long next() {
    return Math.max(accepted, recorded) + 1;
  }

  /** Returns the outcome of the batch that was accepted last. */
  CompletableFuture<ObjectNode> last() {
    return last;
  }

  void accept(long number, CompletableFuture<ObjectNode> outcome) {
    accepted = number;
    last = outcome;
  }
}
