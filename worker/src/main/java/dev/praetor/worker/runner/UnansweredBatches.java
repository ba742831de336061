package dev.praetor.worker.runner;

import dev.praetor.engine.Journal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The batches that the server has not answered. They reach it in their order, however late; so what
 * follows from them starts while the server is away. Thread-safe.
 */
final class UnansweredBatches {
  private final Set<Journal.Receipt> receipts = new LinkedHashSet<>();
  private boolean away;

  void add(Journal.Receipt receipt) {
    synchronized (this) {
      receipts.add(receipt);
      if (!away) {
        return;
      }
    }
    receipt.inOrder();
  }

  synchronized void remove(Journal.Receipt receipt) {
    receipts.remove(receipt);
  }

  /** Notes that the server does not answer: what follows from all batches may start. */
  void serverAway() {
    List<Journal.Receipt> all;
    synchronized (this) {
      if (away) {
        return;
      }
      away = true;
      all = List.copyOf(receipts);
    }
    all.forEach(Journal.Receipt::inOrder);
  }

  /** Notes that the server answers: what follows from a batch waits for its answer again. */
  synchronized void serverAnswered() {
    away = false;
  }
}
