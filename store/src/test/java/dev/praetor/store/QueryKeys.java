package dev.praetor.store;

import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.row.LogRow;
import dev.praetor.store.query.row.RunRow;
import dev.praetor.store.query.row.TaskRunRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The values that identify entities. */
final class QueryKeys {
  private QueryKeys() {}

  static List<Object> of(RunRow run) {
    return List.of(run.id().toString());
  }

  static List<Object> of(TaskRunRow taskRun) {
    return List.of(taskRun.id().run().toString(), taskRun.id().node(), (long) taskRun.id().index());
  }

  static List<Object> of(LogRow log) {
    return List.of(log.run().toString(), log.line().id());
  }

  static List<Object> of(QueryThing thing) {
    List<Object> key = new ArrayList<>();
    for (Field field : RandomQueries.key(thing.entity())) {
      key.add(Objects.requireNonNull(thing.get(field)));
    }
    return key;
  }
}
