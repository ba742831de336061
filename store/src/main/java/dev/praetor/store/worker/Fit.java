package dev.praetor.store.worker;

import dev.praetor.store.json.PlacementText;
import dev.praetor.store.model.WorkerOffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * The condition, in SQL, on a run: that a worker takes it. The run is of one of its pools, and
 * needs no label that the worker lacks. Claims and explanations of why runs wait use this one
 * condition. Immutable.
 *
 * @param pools the pools
 * @param labels the labels of the worker
 * @param isolation the runs that are taken, by whether they get a process of their own
 */
public record Fit(List<String> pools, List<String> labels, Isolation isolation) {
  /** The runs that are taken, by whether they get a process of their own. */
  public enum Isolation {
    /** Both kinds of runs. */
    ANY,
    /** Runs that share a process with other runs. */
    SHARED,
    /** Runs that get a process of their own. */
    OWN
  }

  /** The condition that no run meets. */
  public static final Fit NOTHING = new Fit(List.of(), List.of(), Isolation.ANY);

  public Fit {
    pools = List.copyOf(pools);
    labels = List.copyOf(labels);
  }

  /** Returns the condition for the offer of a worker. */
  public static Fit of(WorkerOffer offer) {
    return new Fit(offer.pools(), offer.labels(), Isolation.ANY);
  }

  /** Returns this condition without some pools. */
  public Fit without(Collection<String> others) {
    return new Fit(
        pools.stream().filter(pool -> !others.contains(pool)).toList(), labels, isolation);
  }

  public Fit withIsolation(Isolation other) {
    return new Fit(pools, labels, other);
  }

  /** Returns the condition on the rows of {@code flow_run}. */
  public String condition() {
    if (pools.isEmpty()) {
      return "1 = 0";
    }
    String own =
        switch (isolation) {
          case ANY -> "";
          case SHARED -> " AND isolated = 0";
          case OWN -> " AND isolated = 1";
        };
    return "pool IN ("
        + String.join(", ", Collections.nCopies(pools.size(), "?"))
        + ") AND "
        + "replace(".repeat(labels.size())
        + "needs"
        + ", ?, '')".repeat(labels.size())
        + " = ''"
        + own;
  }

  /** Returns the values that are bound in the condition. */
  public List<Object> bound() {
    if (pools.isEmpty()) {
      return List.of();
    }
    List<Object> bound = new ArrayList<>(pools);
    labels.forEach(label -> bound.add(PlacementText.need(label)));
    return bound;
  }
}
