package dev.praetor.store.query;

import dev.praetor.store.db.FlowKeySql;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.RunConditions;
import dev.praetor.store.query.sql.SqlText;
import dev.praetor.store.query.sql.VisibleProjects;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads the processes of workers, and how many runs they have. Thread-safe.
 *
 * @param seen returns the projects whose runs are counted
 */
record RunnersOfWorkers(QueryRunner query, Supplier<VisibleProjects> seen) {
  private static final int MOST_IDS = 500;

  /** Returns the ids of the workers of processes, as far as they have one. */
  Map<String, String> workers(Collection<String> processes) {
    Map<String, String> workers = new HashMap<>();
    for (List<String> some : parts(processes)) {
      query.all(
          "SELECT process, worker FROM runner WHERE process IN " + places(some),
          List.copyOf(some),
          row -> {
            workers.put(row.getString("process"), row.getString("worker"));
            return row;
          });
    }
    return workers;
  }

  /** Returns the number of runs in progress of each process of workers. */
  Map<String, Map<Long, Integer>> runs(Collection<String> workers) {
    Map<String, Map<Long, Integer>> runs = new HashMap<>();
    VisibleProjects projects = seen.get();
    for (List<String> some : parts(workers)) {
      SqlText sql =
          new SqlText()
              .add("SELECT u.worker, u.pid, count(*) AS n FROM flow_run")
              .add(query.database().takenSlotsIndexHint())
              .add(" JOIN runner u ON u.process = owner WHERE ")
              .add(RunConditions.IN_PROGRESS)
              .add(" AND code IS NOT NULL AND u.worker IN (")
              .list(some)
              .add(")");
      if (!projects.all()) {
        sql.add(" AND ");
        projects.in(sql, FlowKeySql.project("flow"));
      }
      sql.add(" GROUP BY u.worker, u.pid");
      query.all(
          sql.text(),
          sql.bound(),
          row -> {
            runs.computeIfAbsent(row.getString("worker"), _ -> new HashMap<>())
                .put(row.getLong("pid"), row.getInt("n"));
            return row;
          });
    }
    return runs;
  }

  private static List<List<String>> parts(Collection<String> ids) {
    List<String> all = ids.stream().distinct().toList();
    List<List<String>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += MOST_IDS) {
      parts.add(all.subList(from, Math.min(from + MOST_IDS, all.size())));
    }
    return parts;
  }

  private static String places(List<String> ids) {
    return "(" + String.join(", ", Collections.nCopies(ids.size(), "?")) + ")";
  }
}
