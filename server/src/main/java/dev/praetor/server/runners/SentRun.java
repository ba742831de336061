package dev.praetor.server.runners;

import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run whose batches a runner sends. Each batch is accepted once, in the order of the numbers.
 * Used under the lock of its session.
 */
final class SentRun {
  private final int epoch;
  private long accepted;
  private CompletableFuture<ObjectNode> last;

  /**
   * Creates the run.
   *
   * @param accepted the number of the last batch that is durable
   */
  SentRun(int epoch, long accepted) {
    this.epoch = epoch;
    this.accepted = accepted;
    this.last = CompletableFuture.completedFuture(RunnerNews.object());
  }

  int epoch() {
    return epoch;
  }

  long accepted() {
    return accepted;
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
