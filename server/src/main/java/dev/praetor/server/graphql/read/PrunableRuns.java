package dev.praetor.server.graphql.read;

import dev.praetor.RunId;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.PruneFilter;
import dev.praetor.store.query.PageRequest;
import graphql.schema.DataFetchingEnvironment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ended runs that may be deleted, with the runs within them. */
public record PrunableRuns(List<RunId> all) {
  public PrunableRuns {
    all = List.copyOf(all);
  }

  /** Finds the runs that a filter selects. */
  public static PrunableRuns find(RunStore store, PruneFilter filter) {
    return new PrunableRuns(store.prune(filter.withDryRun()).runs());
  }

  /** Returns the filter that a request describes. */
  public static PruneFilter filter(DataFetchingEnvironment given) {
    @Nullable Instant endedBefore = given.getArgument("endedBefore");
    @Nullable Integer keep = given.getArgument("keep");
    if (endedBefore == null && keep == null) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST,
          "choose the runs: give endedBefore, or keep for all but the newest of each flow");
    }
    if (keep != null && keep < 0) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST, "'keep' is the number of runs of each flow that stay, 0 or more");
    }
    PruneFilter filter = PruneFilter.all().withKeepLatest(keep == null ? 0 : keep);
    if (endedBefore != null) {
      filter = filter.withEndedBefore(endedBefore);
    }
    Optional<String> flow = Optional.ofNullable(given.getArgument("flow"));
    return flow.isPresent() ? filter.withFlow(flow.get()) : filter;
  }

  static TypeCode<PrunableRuns> type() {
    return TypeCode.of("PrunableRuns", PrunableRuns.class)
        .field("n", found -> found.all().size())
        .fetch("runs", PrunableRuns::runs);
  }

  private List<String> runs(DataFetchingEnvironment environment) {
    Integer first = environment.getArgument("first");
    String after = environment.getArgument("after");
    return all.stream()
        .map(RunId::toString)
        .dropWhile(id -> after != null && !id.equals(after))
        .skip(after == null ? 0 : 1)
        .limit(PageRequest.all().withFirst(first == null ? 0 : first).first())
        .toList();
  }
}
