package dev.praetor.client;

import dev.praetor.RunId;
import dev.praetor.client.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The deletion of the old runs of a server. Thread-safe. */
public final class PruningApi {
  private static final String RUNS =
      """
      query ($endedBefore: DateTime, $flow: String, $keep: Int, $after: ID) {
        prunableRuns(endedBefore: $endedBefore, flow: $flow, keep: $keep) { n runs(first: 1000, after: $after) } }\
      """;
  private static final String PRUNE =
      """
      mutation ($endedBefore: DateTime, $flow: String, $keep: Int, $expect: Int!) {
        pruneRuns(endedBefore: $endedBefore, flow: $flow, keep: $keep, expect: $expect) {
          deleted largeValues left } }\
      """;
  private final GraphQl graphql;

  PruningApi(GraphQl graphql) {
    this.graphql = graphql;
  }

  /**
   * The result of a deletion.
   *
   * @param deleted the number of deleted runs
   * @param largeValues the number of deleted large values that no run needs any more
   * @param left the number of runs that were not reached in time; ask again for them
   */
  public record Pruned(int deleted, int largeValues, int left) {}

  /** Returns the runs that would be deleted, with the runs within them. */
  public List<RunId> runs(Pruning pruning) {
    Map<String, @Nullable Object> variables = pruning.variables();
    List<RunId> all = new ArrayList<>();
    Json page = page(variables);
    while (!page.node().path("runs").isEmpty()) {
      all.addAll(page.list("runs", each -> RunId.parse(each.node().asString())));
      if (all.size() >= page.number("n")) {
        break;
      }
      variables.put("after", all.getLast().toString());
      page = page(variables);
    }
    return all;
  }

  private Json page(Map<String, ? extends @Nullable Object> variables) {
    return new Json(graphql.data(RUNS, variables).path("prunableRuns"));
  }

  /**
   * Deletes runs, as many as 20 seconds permit.
   *
   * @param expect the number of runs that the caller saw
   * @throws ServerRefused with CONFLICT if they are more than a tenth more now
   */
  public Pruned prune(Pruning pruning, int expect) {
    Map<String, @Nullable Object> variables = pruning.variables();
    variables.put("expect", expect);
    Json pruned = new Json(graphql.data(PRUNE, variables).path("pruneRuns"));
    return new Pruned(
        pruned.number("deleted"), pruned.number("largeValues"), pruned.number("left"));
  }
}
