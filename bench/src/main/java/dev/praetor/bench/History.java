package dev.praetor.bench;

import dev.praetor.RunId;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A store after a long time: a run with very many children, of which a thousandth failed, and many
 * small runs of several flows, of which a tenth failed.
 *
 * @param places children spread over the large run, after which pages are read
 * @param nanos the time it took to fill the store, in nanoseconds
 */
record History(RunId large, List<StoredRun> small, List<StoredTaskRun> places, long nanos) {
  static final int CHILDREN = 900_000;
  static final int FLOWS = 20;
  static final int RUNS = 10_001;
  static final int TASK_RUNS = CHILDREN + 1 + (RUNS - 1) * 10;
  private static final int PAGE = 10_000;

  History {
    small = List.copyOf(small);
    places = List.copyOf(places);
  }

  static String flow(int number) {
    return "flow-%02d".formatted(number);
  }

  static History fill(RunStore store) throws Exception {
    long began = System.nanoTime();
    int times = (RUNS - 1) / FLOWS / 10;
    for (int round = 0; round < 2; round++) {
      // Half of the small runs are older than the large one, half are newer.
      for (int i = 0; i < FLOWS; i++) {
        StoreRuns.atOnce(store, Flows.flat(flow(i), 9, x -> x), times * 9 / 2);
        StoreRuns.atOnce(store, Flows.flat(flow(i), 9, History::failing), times / 2);
      }
      if (round == 0) {
        StoreRuns.atOnce(store, Flows.flat("large", CHILDREN, History::sometimes), 1);
      }
    }
    long nanos = System.nanoTime() - began;
    List<StoredRun> all = runs(store);
    RunId large =
        all.stream().filter(it -> it.flow().equals("large")).findFirst().orElseThrow().id();
    List<StoredTaskRun> places = places(store, large);
    return new History(
        large, all.stream().filter(it -> !it.id().equals(large)).toList(), places, nanos);
  }

  private static int failing(int x) {
    if (x == 4) {
      throw new IllegalStateException("the fifth of them is broken");
    }
    return x;
  }

  private static int sometimes(int x) {
    if (x % 1_000 == 7) {
      throw new IllegalStateException("number " + x + " is broken");
    }
    return x;
  }

  private static List<StoredRun> runs(RunStore store) {
    List<StoredRun> all = new ArrayList<>();
    RunFilter next = RunFilter.all().withLimit(1_000);
    while (true) {
      List<StoredRun> page = store.list(next);
      if (page.isEmpty()) {
        return all;
      }
      all.addAll(page);
      next = next.withAfter(page.getLast());
    }
  }

  private static List<StoredTaskRun> places(RunStore store, RunId large) {
    List<StoredTaskRun> places = new ArrayList<>();
    TaskRunFilter next = TaskRunFilter.all().withLimit(PAGE);
    Optional<StoredTaskRun> last = Optional.empty();
    do {
      List<StoredTaskRun> page = store.taskRuns(large, next);
      last = page.size() < PAGE ? Optional.empty() : Optional.of(page.getLast());
      if (last.isPresent()) {
        places.add(last.get());
        next = next.withAfter(last.get());
      }
    } while (last.isPresent());
    return places;
  }
}
