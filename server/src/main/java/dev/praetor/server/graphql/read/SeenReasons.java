package dev.praetor.server.graphql.read;

import dev.praetor.RunId;
import dev.praetor.server.access.Caller;
import dev.praetor.store.model.WaitReason;
import dev.praetor.store.query.StoreQueries;
import java.util.List;
import java.util.Set;

/** The reasons for which a run waits, without the runs of other projects that are among them. */
record SeenReasons(StoreQueries queries) {
  List<WaitReason> of(List<WaitReason> reasons) {
    return Caller.current().seesAll() ? reasons : reasons.stream().map(this::seen).toList();
  }

  private WaitReason seen(WaitReason reason) {
    if (!(reason instanceof WaitReason.Limit limit)) {
      return reason; // Whatever else it names belongs to the flow of the run.
    }
    Set<RunId> seen =
        queries.runsById(limit.holders().stream().map(WaitReason.Holder::run).toList()).keySet();
    return new WaitReason.Limit(
        limit.name(),
        limit.most(),
        limit.holders().stream().filter(holder -> seen.contains(holder.run())).toList(),
        limit.position());
  }
}
