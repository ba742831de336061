package dev.praetor.server.runners;

import dev.praetor.RunId;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.OrderAnswer;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.signal.Subscription;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The orders to the runs of a runner. An order goes out as news, and its answer comes back as an
 * event; meanwhile the store asks again and again, and hears that the run cannot obey yet.
 * Thread-safe.
 */
final class RunnerOrders {
  private final RunStore store;
  private final RunnerNews news;
  private final Map<RunId, Subscription> watched = new HashMap<>();
  private final Map<Key, Asked> asked = new HashMap<>();
  private final Map<Long, Key> keys = new HashMap<>();
  private long last;

  private record Key(RunId run, RunOrder order) {}

  private static final class Asked {
    private final long number;
    private @Nullable OrderAnswer answer;

    Asked(long number) {
      this.number = number;
    }
  }

  RunnerOrders(RunStore store, RunnerNews news) {
    this.store = store;
    this.news = news;
  }

  /** Passes on the orders to a run, and to its retries, until the run is left. */
  synchronized void watch(RunId run) {
    if (!watched.containsKey(run)) {
      watched.put(run, store.watch(run, order -> ask(run, order)));
    }
  }

  /** Ends the orders to a run; what it has not answered is answered by the store. */
  void left(RunId run) {
    Subscription open;
    synchronized (this) {
      open = watched.remove(run);
      asked.keySet().removeIf(key -> key.run().equals(run));
      keys.values().removeIf(key -> key.run().equals(run));
    }
    if (open != null) {
      open.close();
    }
  }

  private synchronized OrderAnswer ask(RunId run, RunOrder order) {
    Key key = new Key(run, order);
    Asked before = asked.get(key);
    if (before != null) {
      OrderAnswer answer = before.answer;
      if (answer == null) {
        return new OrderAnswer.NotYet();
      }
      asked.remove(key);
      keys.remove(before.number);
      if (!(answer instanceof OrderAnswer.NotYet)) {
        return answer;
      }
    }
    Asked now = new Asked(++last);
    asked.put(key, now);
    keys.put(now.number, key);
    news.add("order", json(now.number, run, order));
    return new OrderAnswer.NotYet();
  }

  /** Notes the answer of a run to an order. */
  synchronized void answered(long number, OrderAnswer answer) {
    Key key = keys.get(number);
    Asked order = key == null ? null : asked.get(key);
    if (order != null) {
      order.answer = answer;
    }
  }

  private static ObjectNode json(long number, RunId run, RunOrder order) {
    ObjectNode json = RunnerNews.object().put("order", number).put("run", run.toString());
    return switch (order) {
      case RunOrder.Cancel it -> json.put("type", "cancel").put("by", it.by()).put("why", it.why());
      case RunOrder.Pause it -> json.put("type", "pause").put("by", it.by()).put("why", it.why());
      case RunOrder.Resume it -> json.put("type", "resume").put("by", it.by()).put("why", it.why());
      case RunOrder.Approve it ->
          json.put("type", "approve").put("task", it.task()).put("by", it.by());
      case RunOrder.Refuse it ->
          json.put("type", "refuse").put("task", it.task()).put("by", it.by()).put("why", it.why());
      case RunOrder.Skip it ->
          json.put("type", "skip").put("task", it.task()).put("by", it.by()).put("why", it.why());
      case RunOrder.Finish it ->
          json.put("type", "finish")
              .put("task", it.task())
              .put("value", it.value())
              .put("by", it.by())
              .put("why", it.why());
    };
  }
}
