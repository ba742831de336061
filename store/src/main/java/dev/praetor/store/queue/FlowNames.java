package dev.praetor.store.queue;

import dev.praetor.store.worker.Fit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A condition, in SQL, on the flow and the code of a run: that this process serves it. A few names
 * are listed; many are read from the table of served flows, so that a query costs little however
 * many there are. Immutable.
 *
 * @param names the names of the flows that this process serves
 * @param without the names of the flows among them that are left out
 * @param self this process
 * @param fit the condition on the placement of the run, if there is one
 */
record FlowNames(Set<String> names, Set<String> without, ServingProcess self, Optional<Fit> fit) {
  private static final int FEW = 50;

  static FlowNames of(Set<String> names, ServingProcess self) {
    return new FlowNames(names, Set.of(), self, Optional.empty());
  }

  FlowNames without(Set<String> others) {
    return new FlowNames(names, Set.copyOf(others), self, fit);
  }

  /** Returns this condition, for runs that a worker takes. */
  FlowNames fitting(Optional<Fit> placement) {
    return new FlowNames(names, without, self, placement);
  }

  private boolean isFew() {
    return names.size() <= FEW;
  }

  private Set<String> left() {
    Set<String> left = new TreeSet<>(names);
    left.removeAll(without);
    return left;
  }

  /** Returns the condition on the rows of {@code flow_run}. */
  String condition() {
    String code = self.code().isPresent() ? " AND code = ?" : " AND code IS NULL";
    String version =
        self.versions().isEmpty() ? "" : " AND version IN (" + places(self.versions().size()) + ")";
    return ofFlow()
        + code
        + version
        + fit.map(placement -> " AND " + placement.condition()).orElse("");
  }

  private String ofFlow() {
    if (isFew()) {
      return "flow IN (" + places(left().size()) + ")";
    }
    String served =
        "EXISTS (SELECT 1 FROM served_flow served"
            + " WHERE served.flow = flow_run.flow AND served.process = ?)";
    return without.isEmpty()
        ? served
        : served + " AND flow NOT IN (" + places(without.size()) + ")";
  }

  /** Returns the values that are bound in the condition, followed by others. */
  List<Object> bound(Object... others) {
    List<Object> bound = new ArrayList<>();
    if (isFew()) {
      bound.addAll(left());
    } else {
      bound.add(self.id());
      bound.addAll(new TreeSet<>(without));
    }
    self.code().ifPresent(bound::add);
    bound.addAll(new TreeSet<>(self.versions()));
    fit.ifPresent(placement -> bound.addAll(placement.bound()));
    bound.addAll(List.of(others));
    return bound;
  }

  private static String places(int n) {
    return String.join(", ", Collections.nCopies(n, "?"));
  }
}
