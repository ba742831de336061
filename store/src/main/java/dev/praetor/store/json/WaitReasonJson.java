package dev.praetor.store.json;

import dev.praetor.RunId;
import dev.praetor.store.model.WaitReason;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the reasons for which a run waits as JSON. */
public final class WaitReasonJson {
  private WaitReasonJson() {}

  public static ArrayNode of(List<WaitReason> reasons) {
    ArrayNode all = JsonMapper.shared().createArrayNode();
    reasons.forEach(reason -> write(reason, all.addObject()));
    return all;
  }

  private static void write(WaitReason reason, ObjectNode into) {
    switch (reason) {
      case WaitReason.NotDue due -> into.put("reason", "NOT_DUE").put("at", due.at().toString());
      case WaitReason.Held held ->
          into.put("reason", "HELD").put("by", held.by()).put("why", held.why());
      case WaitReason.Overlap overlap ->
          into.put("reason", "OVERLAP").put("run", overlap.run().toString());
      case WaitReason.NoWorker none -> into.put("reason", "NO_WORKER").put("flow", none.flow());
      case WaitReason.OtherVersion other ->
          into.put("reason", "NO_WORKER").put("flow", other.flow());
      case WaitReason.NoFittingWorker none -> {
        ArrayNode labels =
            into.put("reason", "NO_WORKER").put("pool", none.pool()).putArray("labels");
        none.labels().forEach(labels::add);
      }
      case WaitReason.PoolPaused paused ->
          into.put("reason", "POOL_PAUSED")
              .put("pool", paused.pool())
              .put("by", paused.by())
              .put("why", paused.why());
      case WaitReason.PoolLimit limit ->
          into.put("reason", "POOL_LIMIT").put("pool", limit.pool()).put("limit", limit.limit());
      case WaitReason.PackageGone gone ->
          into.put("reason", "PACKAGE_GONE").put("package", gone.code());
      case WaitReason.WorkersFull full -> {
        ArrayNode processes = into.put("reason", "WORKERS_FULL").putArray("processes");
        full.processes().forEach(processes::add);
      }
      case WaitReason.FlowLimit limit -> {
        into.put("reason", "FLOW_LIMIT").put("limit", limit.limit());
        ArrayNode holders = into.putArray("holders");
        limit.holders().stream().map(RunId::toString).forEach(holders::add);
      }
      case WaitReason.Limit limit -> {
        into.put("reason", "LIMIT").put("name", limit.name()).put("limit", limit.most());
        into.put("position", limit.position());
        ArrayNode holders = into.putArray("holders");
        limit
            .holders()
            .forEach(each ->
                holders.addObject().put("run", each.run().toString()).put("task", each.task()));
      }
      case WaitReason.Behind behind ->
          into.put("reason", "BEHIND").put("position", behind.position());
    }
    into.put("text", reason.text());
  }
}
