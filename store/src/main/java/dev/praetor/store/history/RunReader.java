package dev.praetor.store.history;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Transition;
import dev.praetor.engine.Journal;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.db.FlowKeySql;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.db.WhereClause;
import dev.praetor.store.json.HistoryJson;
import dev.praetor.store.json.LabelsJson;
import dev.praetor.store.json.OriginJson;
import dev.praetor.store.json.ParametersJson;
import dev.praetor.store.json.PlacementText;
import dev.praetor.store.model.Owner;
import dev.praetor.store.model.OwnerLife;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoredRun;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads runs. Thread-safe. */
public record RunReader(QueryRunner query) {
  private static final Logger LOG = LoggerFactory.getLogger(RunReader.class);
  private static final int MOST_IDS = 500;
  private static final String RUNS =
      "SELECT r.*, "
          + ProcessRow.COLUMNS
          + " FROM flow_run r LEFT JOIN process p ON p.id = r.owner";

  public Optional<StoredRun> find(RunId id) {
    return list(RUNS + " WHERE r.id = ?", List.of(id.toString())).stream().findFirst();
  }

  /**
   * Returns the runs whose ids begin with a prefix, newest first, at most 100.
   *
   * @param projects the projects of the runs; absent for all
   */
  public List<StoredRun> findByPrefix(String prefix, Optional<Set<String>> projects) {
    List<Object> bound = new ArrayList<>(List.of(prefix, prefix + Character.MAX_VALUE));
    projects.ifPresent(bound::addAll);
    String within =
        projects
            .map(all ->
                " AND %s IN (%s)"
                    .formatted(
                        FlowKeySql.project("r.flow"),
                        String.join(", ", Collections.nCopies(all.size(), "?"))))
            .orElse("");
    return list(
        "%s WHERE r.id >= ? AND r.id < ?%s ORDER BY r.created DESC, r.id DESC LIMIT 100"
            .formatted(RUNS, within),
        bound);
  }

  /** Returns the runs of these ids; ids that are not in the store are left out. */
  public Map<RunId, StoredRun> findAll(Collection<RunId> ids) {
    Map<RunId, StoredRun> found = new LinkedHashMap<>();
    List<RunId> all = ids.stream().distinct().toList();
    for (int from = 0; from < all.size(); from += MOST_IDS) {
      List<String> some =
          all.subList(from, Math.min(from + MOST_IDS, all.size())).stream()
              .map(RunId::toString)
              .toList();
      String places = String.join(", ", Collections.nCopies(some.size(), "?"));
      list(RUNS + " WHERE r.id IN (" + places + ")", List.copyOf(some))
          .forEach(run -> found.put(run.id(), run));
    }
    return found;
  }

  /** Returns the newest run that is the given task run of another run. */
  public Optional<StoredRun> child(Journal.Parent parent) {
    String sql =
        RUNS
            + " WHERE r.parent = ? AND r.parent_task = ?"
            + " ORDER BY r.created DESC, r.id DESC LIMIT 1";
    List<Object> bound = List.of(parent.run().toString(), StorableText.plain(parent.task()));
    return list(sql, bound).stream().findFirst();
  }

  /**
   * Returns a run in its recorded state, also where it is shown in another one because of what it
   * waits for.
   */
  public Optional<StoredRun> recorded(RunId id) {
    return recorded(RUNS + " WHERE r.id = ?", List.of(id.toString())).stream().findFirst();
  }

  /** Returns the ids of the runs that are task runs of another run. */
  public List<RunId> children(RunId parent) {
    return query.all(
        "SELECT id FROM flow_run WHERE parent = ? ORDER BY id",
        List.of(parent.toString()),
        row -> RunId.parse(row.getString("id")));
  }

  /** Selects runs by the project in the key of their flow; that of the default project has none. */
  private static void ofProject(WhereClause where, String project) {
    if (project.equals(Registration.DEFAULT_PROJECT)) {
      where.and("r.flow NOT LIKE '%/%'");
    } else {
      String prefix = project + "/";
      where.and("substr(r.flow, 1, ?) = ?", prefix.length(), prefix);
    }
  }

  public List<StoredRun> list(RunFilter filter) {
    WhereClause where = new WhereClause();
    filter.flow().ifPresent(flow -> where.and("r.flow = ?", flow));
    filter.project().ifPresent(project -> ofProject(where, project));
    where.anyOf("r.state", filter.states().stream().map(StateType::label).toList());
    filter
        .labels()
        .forEach((name, value) ->
            where.and(
                "EXISTS (SELECT 1 FROM run_label l"
                    + " WHERE l.name = ? AND l.value = ? AND l.run = r.id)",
                name,
                value));
    filter.since().ifPresent(since -> where.and("r.created >= ?", Micros.micros(since)));
    filter
        .after()
        .ifPresent(last ->
            where.and(
                "(r.created, r.id) < (?, ?)",
                Micros.micros(last.times().created()),
                last.id().toString()));
    String sql = RUNS + where.text() + " ORDER BY r.created DESC, r.id DESC LIMIT ?";
    return list(sql, where.with(filter.limit()));
  }

  public Optional<String> spec(String version) {
    return query.first(
        "SELECT spec FROM flow_version WHERE hash = ?",
        List.of(version),
        row -> row.getString("spec"));
  }

  private List<StoredRun> list(String sql, List<Object> bound) {
    OpenTaskRuns open = new OpenTaskRuns(query);
    return recorded(sql, bound).stream().map(open::shown).toList();
  }

  private List<StoredRun> recorded(String sql, List<Object> bound) {
    Map<String, OwnerLife> alive = new HashMap<>();
    return query.all(sql, bound, row -> readable(row, alive)).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * Reads a row. A damaged row becomes a run that says so, so that it does not hide the others; it
   * is left out if not even its id can be read.
   */
  private Optional<StoredRun> readable(ResultSet row, Map<String, OwnerLife> alive)
      throws SQLException {
    try {
      return Optional.of(run(row, alive));
    } catch (RuntimeException e) {
      LOG.atDebug().setCause(e).log("a row of a run is damaged");
      return damaged(row, alive, e);
    }
  }

  private Optional<StoredRun> damaged(
      ResultSet row, Map<String, OwnerLife> alive, RuntimeException why) throws SQLException {
    RunId id;
    try {
      id = RunId.parse(row.getString("id"));
    } catch (RuntimeException e) {
      LOG.atWarn().log("a run is left out, because its id is damaged: {}", row.getString("id"));
      return Optional.empty();
    }
    Instant created = Micros.of(row.getLong("created"));
    String message =
        "its record is damaged: " + ShortText.firstLine(String.valueOf(why.getMessage()));
    State state = new State.Crashed(message, created, Optional.empty());
    return Optional.of(
        new StoredRun(
            id,
            new StoredRun.Definition(
                QueryRunner.text(row, "flow").orElse("?"),
                Optional.empty(),
                QueryRunner.text(row, "name").orElse("?"),
                "{}",
                Map.of()),
            new StoredRun.Lineage(new RunOrigin("", ""), Optional.empty(), Optional.empty()),
            new StoredRun.RunTimes(created, created, Optional.empty(), Optional.empty()),
            List.of(new Transition(0, state)),
            owner(row, alive),
            RunEntry.PLAIN));
  }

  private StoredRun run(ResultSet row, Map<String, OwnerLife> alive) throws SQLException {
    List<Transition> history = HistoryJson.read(row.getString("history"));
    Owner owner = owner(row, alive);
    boolean bound = !owner.id().isEmpty() && StoredRun.isWaiting(history.getLast().state());
    return new StoredRun(
        RunId.parse(row.getString("id")),
        new StoredRun.Definition(
            row.getString("flow"),
            QueryRunner.text(row, "version"),
            row.getString("name"),
            row.getString("parameters"),
            ParametersJson.readNotes(
                row.getString("parameter_notes"), row.getString("parameters"))),
        new StoredRun.Lineage(
            OriginJson.read(row.getString("origin")),
            parent(row),
            QueryRunner.text(row, "restart_of").map(RunId::parse)),
        new StoredRun.RunTimes(
            Micros.of(row.getLong("created")),
            Micros.of(row.getLong("scheduled")),
            QueryRunner.time(row, "started"),
            QueryRunner.time(row, "ended")),
        history,
        owner,
        new RunEntry(
            row.getInt("priority"),
            LabelsJson.read(row.getString("labels")),
            QueryRunner.text(row, "entry_key"),
            bound,
            PlacementText.read(row)));
  }

  private static Optional<Journal.Parent> parent(ResultSet row) throws SQLException {
    String task = QueryRunner.text(row, "parent_task").orElse("");
    return QueryRunner.text(row, "parent").map(run -> new Journal.Parent(RunId.parse(run), task));
  }

  /** Returns the owner of a run; checks each process only once. */
  private Owner owner(ResultSet row, Map<String, OwnerLife> alive) throws SQLException {
    String id = row.getString("owner");
    OwnerLife life = alive.get(id);
    if (life == null) {
      life = ProcessRow.life(row);
      alive.put(id, life);
    }
    String name = QueryRunner.text(row, "p_name").orElse("a process that is no longer known");
    boolean died = life == OwnerLife.ENDED && !id.isEmpty() && row.getInt("p_closed") == 0;
    int crashes = row.getInt("crashes") + (died ? 1 : 0);
    boolean suspect = life != OwnerLife.ENDED && ProcessRow.isSuspect(row);
    return new Owner(id, name, row.getInt("epoch"), life, suspect, crashes);
  }
}
