package dev.praetor.server.graphql.change;

import dev.praetor.server.graphql.read.PrunableRuns;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.RunStore;
import dev.praetor.store.audit.row.OpenChange;
import dev.praetor.store.model.PruneFilter;

/**
 * The result of pruning, as far as the time permits.
 *
 * @param blobs the number of deleted large values
 * @param left the number of runs that were not reached
 */
record PrunedRuns(int deleted, long blobs, int left) {
  /** The number of runs that are deleted before the time is looked at. */
  private static final int SLICE = 50;

  static PrunedRuns prune(RunStore store, PruneFilter filter) {
    long began = System.nanoTime();
    int deleted = 0;
    long blobs = 0;
    PruneFilter.Pruned last;
    do {
      last = store.prune(filter.withMost(SLICE));
      deleted += last.runs().size();
      blobs += last.blobs();
    } while (!last.runs().isEmpty() && !ManyRuns.isOver(began));
    int left = last.runs().isEmpty() ? 0 : PrunableRuns.find(store, filter).all().size();
    PrunedRuns done = new PrunedRuns(deleted, blobs, left);
    OpenChange.current()
        .ifPresent(change ->
            change.remark(
                "%,d runs were deleted, and %,d not reached in time"
                    .formatted(done.deleted(), done.left())));
    return done;
  }

  static TypeCode<PrunedRuns> type() {
    return TypeCode.of("PrunedRuns", PrunedRuns.class)
        .field("deleted", PrunedRuns::deleted)
        .field("largeValues", PrunedRuns::blobs)
        .field("left", PrunedRuns::left);
  }
}
