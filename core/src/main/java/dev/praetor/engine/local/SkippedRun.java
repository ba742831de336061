package dev.praetor.engine.local;

import dev.praetor.PraetorException;
import dev.praetor.State;
import dev.praetor.engine.Journal;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.run.RunRequest;
import dev.praetor.engine.run.RunSettings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The record of a run that does not take place. */
final class SkippedRun {
  private SkippedRun() {}

  /** Records the beginning of a run and its end as skipped; returns when both are durable. */
  static void record(RunRequest plan, String why, RunSettings settings) {
    Journal journal = settings.persistence().journal();
    State skipped = new State.Skipped(why, settings.time().instant());
    CompletableFuture<Boolean> durable = new CompletableFuture<>();
    join(journal.begin(plan.start()));
    journal.append(
        new Journal.Batch(plan.id(), 1, List.of(), List.of(), Optional.of(skipped)),
        new Journal.Receipt() {
          @Override
          public void durable() {
            durable.complete(true);
          }

          @Override
          public void rejected(String node, int index, String reason) {
            durable.completeExceptionally(
                new IllegalStateException("a run without task runs has a row: " + reason));
          }

          @Override
          public void failed(PraetorException reason) {
            durable.completeExceptionally(reason);
          }

          @Override
          public void refused(String reason) {
            durable.completeExceptionally(new RunOwnershipLost(plan.id(), reason));
          }
        });
    join(durable);
  }

  private static void join(CompletableFuture<?> record) {
    try {
      var _ = record.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof PraetorException known) {
        throw known;
      }
      throw e;
    }
  }
}
