package dev.praetor.store.control;

import dev.praetor.FlowRun;
import dev.praetor.engine.RunListener;
import dev.praetor.store.model.OrderAnswer;
import dev.praetor.store.signal.Subscription;
import java.util.concurrent.CompletableFuture;

/** Hands orders over to the runs within a run, until each of them ends. Thread-safe. */
public record OrdersWithin(RunOrders orders) implements RunListener {
  @Override
  public void runWithin(FlowRun<?> run, CompletableFuture<?> ended) {
    Subscription open = orders.watch(run.id(), order -> OrderAnswer.of(run, order));
    var _ = ended.whenComplete((_, _) -> open.close());
  }
}
