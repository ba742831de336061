package dev.praetor.embedded.run;

import dev.praetor.ErrorCode;
import dev.praetor.OrderRefused;
import dev.praetor.RunId;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.GivenOrder;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives orders to a run that is not in progress in this process. Each method waits until the run
 * has obeyed, at most 30 seconds; after that, the order is kept until the run can obey it.
 */
public record DistantOrders(RunStore store, RunId run) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(20);

  /** Holds back a run that waits, or pauses a run in progress. */
  public void pause(String by, String why) {
    if (!store.waiting().hold(run, by, why)) {
      give(new RunOrder.Pause(by, why));
    }
  }

  /** Releases a run that is held back, or resumes a paused run in progress. */
  public void resume(String by, String why) {
    if (!isWaiting()) {
      give(new RunOrder.Resume(by, why));
    } else {
      boolean _ = store.waiting().release(run);
    }
  }

  private boolean isWaiting() {
    return store.find(run).filter(StoredRun::isWaiting).isPresent();
  }

  /**
   * Gives an order.
   *
   * @throws OrderRefused if the run refuses it
   */
  public void give(RunOrder order) {
    String id;
    try {
      id = store.order(run, order);
    } catch (StoreFailed e) {
      throw new OrderRefused(e.code(), "run " + run, String.valueOf(e.getMessage()), "", false);
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() - end < 0) {
      Optional<GivenOrder> given =
          store.orders(run).stream().filter(each -> each.id().equals(id)).findFirst();
      if (given.isEmpty()) {
        return;
      }
      given
          .get()
          .refusal()
          .ifPresent(why -> {
            throw new OrderRefused(ErrorCode.CONFLICT, "run " + run, why, "", false);
          });
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }
}
