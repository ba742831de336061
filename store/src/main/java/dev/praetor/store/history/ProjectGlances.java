package dev.praetor.store.history;

import dev.praetor.RunId;
import dev.praetor.store.db.FlowKeySql;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Glances at some projects of a store, which tell nothing of the others. Thread-safe.
 *
 * @param projects the names of the projects
 */
public record ProjectGlances(QueryRunner query, SortedSet<String> projects) {
  public ProjectGlances {
    projects = Collections.unmodifiableSortedSet(new TreeSet<>(projects));
  }

  /** Returns what {@link Glances#runs} returns, of the runs of the projects. */
  public Map<RunId, String> runs(Instant since, int most) {
    Map<RunId, String> found = new HashMap<>();
    String own = in(FlowKeySql.project("flow"));
    List<Object> bound = new ArrayList<>(projects);
    bound.add(most);
    Glances.read(query, Glances.RUNS + "ended IS NULL AND " + own + " LIMIT ?", bound, found);
    bound.addFirst(Micros.micros(since));
    Glances.read(
        query,
        Glances.RUNS + "created >= ? AND " + own + " ORDER BY created DESC, id DESC LIMIT ?",
        bound,
        found);
    return found;
  }

  /** Returns a text about the schedules of the projects. */
  public String schedules() {
    List<Object> bound = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      bound.addAll(projects);
    }
    return query
        .all(
            """
            SELECT count(*) || ' ' || coalesce(sum(handled %% 1000000007), 0) || ' '
              || coalesce(sum(revision %% 1000000007), 0) || ' '
              || coalesce(sum(length(schedule)), 0) || ' ' || coalesce(sum(length(pause)), 0) || ' '
              || (SELECT count(*) || ' ' || coalesce(sum(instant %% 1000000007), 0)
                  FROM skipped_instant WHERE %s)
              || ' ' || (SELECT count(*) FROM registered_flow WHERE archived IS NOT NULL AND %s)
              AS text
            FROM schedule_place WHERE %s
            """
                .formatted(
                    in(FlowKeySql.project("skipped_instant.flow")),
                    in("registered_flow.project"),
                    in(FlowKeySql.project("schedule_place.flow"))),
            bound,
            row -> row.getString("text"))
        .getFirst();
  }

  /**
   * Returns the ids of the newest events.
   *
   * @param most their largest number in each project
   */
  public Set<String> events(int most) {
    Set<String> events = new HashSet<>();
    for (String project : projects) {
      events.addAll(
          query.all(
              "SELECT id FROM event WHERE project = ? ORDER BY time DESC, id DESC LIMIT ?",
              List.of(project, most),
              row -> row.getString("id")));
    }
    return events;
  }

  private String in(String project) {
    return projects.isEmpty()
        ? "1 = 0"
        : project + " IN (" + String.join(", ", Collections.nCopies(projects.size(), "?")) + ")";
  }
}
