package dev.praetor.store.queue;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.TaskPath;
import dev.praetor.Transition;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.secret.Masker;
import dev.praetor.engine.task.Placement;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.RunConditions;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.json.HistoryJson;
import dev.praetor.store.json.PlacementText;
import dev.praetor.store.model.OwnerLife;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.WaitReason;
import dev.praetor.store.signal.Topic;
import dev.praetor.store.slot.TagQueues;
import dev.praetor.store.worker.Pools;
import dev.praetor.store.write.WriteQueue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Explains why runs wait, holds them back, and ends them before they start. Thread-safe. */
public final class WaitingRuns {
  private static final int MOST_HOLDERS = 10;
  private static final Optional<String> SERVED = Optional.of(FlowPackage.SERVED.sha256());
  private static final JsonMapper JSON = JsonMapper.shared();
  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource clock;
  private final TagQueues tags;
  private final PlacementReasons placed;

  public WaitingRuns(QueryRunner query, WriteQueue writes, InstantSource clock) {
    this.query = query;
    this.writes = writes;
    this.clock = clock;
    this.tags = new TagQueues(query);
    this.placed = new PlacementReasons(query, new Pools(query, writes, clock));
  }

  private record Row(
      String flow,
      String version,
      Optional<String> code,
      Placement placement,
      long scheduled,
      Optional<String> held,
      OwnerLife bound) {}

  /**
   * Returns the reasons for which a run waits now, or for which attempts of a run in progress wait.
   * The list is empty for a run that starts next, and for a run that does not wait.
   */
  public List<WaitReason> reasons(RunId run) {
    Optional<Row> found =
        query.first(
            "SELECT r.flow, r.version, r.code, r.pool, r.needs, r.isolated, r.scheduled, r.held, "
                + ProcessRow.COLUMNS
                + " FROM flow_run r LEFT JOIN process p ON p.id = r.owner WHERE r.id = ?"
                + " AND r.state IN "
                + RunConditions.WAITING,
            List.of(run.toString()),
            row ->
                new Row(
                    row.getString("flow"),
                    QueryRunner.text(row, "version").orElse(""),
                    QueryRunner.text(row, "code"),
                    PlacementText.read(row),
                    row.getLong("scheduled"),
                    QueryRunner.text(row, "held"),
                    ProcessRow.life(row)));
    return found.map(row -> reasons(run, row)).orElseGet(() -> tags.reasons(run));
  }

  /** Returns the reasons for which an attempt of a task run waits now. */
  public List<WaitReason> reasons(RunId run, TaskPath task) {
    return tags.reasons(run, task);
  }

  private List<WaitReason> reasons(RunId run, Row row) {
    List<WaitReason> reasons = new ArrayList<>();
    Instant due = Micros.of(row.scheduled());
    if (due.isAfter(clock.instant())) {
      reasons.add(new WaitReason.NotDue(due));
    }
    row.held().ifPresent(held -> reasons.add(held(held)));
    inTheWay(run).ifPresent(earlier -> reasons.add(new WaitReason.Overlap(earlier)));
    if (row.code().equals(SERVED)) {
      servers(row.flow(), Optional.of(row.version())).ifPresent(reasons::add);
    } else if (row.code().isPresent()) {
      reasons.addAll(placed.of(run, row.code().get(), row.placement()));
    } else if (row.bound() == OwnerLife.ENDED) {
      servers(row.flow(), Optional.empty()).ifPresent(reasons::add);
    }
    limit(row.flow())
        .ifPresent(limit -> {
          List<RunId> holders = holders(row.flow());
          if (holders.size() >= limit) {
            reasons.add(
                new WaitReason.FlowLimit(
                    limit, holders.subList(0, Math.min(MOST_HOLDERS, holders.size()))));
            int before = new RunsAhead(query).count(run, clock.instant());
            if (before > 0) {
              reasons.add(new WaitReason.Behind(before + 1));
            }
          }
        });
    return reasons;
  }

  /** Returns the oldest run of an earlier turn for which a run of a schedule waits. */
  private Optional<RunId> inTheWay(RunId run) {
    return query.first(
        """
        SELECT earlier.id FROM flow_run r JOIN flow_run earlier
          ON earlier.flow = r.flow AND earlier.turn < r.turn AND earlier.ended IS NULL
        WHERE r.id = ? AND r.alone = 1 ORDER BY earlier.turn LIMIT 1
        """,
        List.of(run.toString()),
        row -> RunId.parse(row.getString(1)));
  }

  private static WaitReason held(String json) {
    JsonNode held = JSON.readTree(json);
    return new WaitReason.Held(held.path("by").asString(""), held.path("why").asString(""));
  }

  /**
   * Returns why no process that serves a flow can start its run, if that is so.
   *
   * @param version the version that the process must have; any, if it is absent
   */
  private Optional<WaitReason> servers(String flow, Optional<String> version) {
    List<FlowServers.Server> all = new FlowServers(query).of(flow);
    List<FlowServers.Server> servers =
        all.stream()
            .filter(each -> version.isEmpty() || version.get().equals(each.version()))
            .toList();
    if (servers.isEmpty()) {
      return Optional.of(
          all.isEmpty() ? new WaitReason.NoWorker(flow) : new WaitReason.OtherVersion(flow));
    }
    return servers.stream().allMatch(FlowServers.Server::isFull)
        ? Optional.of(
            new WaitReason.WorkersFull(servers.stream().map(FlowServers.Server::name).toList()))
        : Optional.empty();
  }

  private Optional<Integer> limit(String flow) {
    return query.first(
        "SELECT n FROM run_limit WHERE scope = 'flow' AND name = ?",
        List.of(flow),
        row -> row.getInt("n"));
  }

  private List<RunId> holders(String flow) {
    return query.all(
        "SELECT id FROM flow_run WHERE flow = ? AND "
            + RunConditions.IN_PROGRESS
            + " ORDER BY created, id",
        List.of(flow),
        row -> RunId.parse(row.getString("id")));
  }

  /**
   * Holds a waiting run back until it is released.
   *
   * @param by the person who holds it back; may be empty
   * @return true if the run waited
   */
  public boolean hold(RunId run, String by, String why) {
    String held =
        StorableText.ofJson(JSON.createObjectNode().put("by", by).put("why", why).toString());
    return writes.now(connection ->
        Sql.update(
            connection,
            "UPDATE flow_run SET held = ? WHERE id = ? AND state IN " + RunConditions.WAITING,
            held,
            run.toString()))
        > 0;
  }

  /** Releases a run that is held back; returns whether it was. */
  public boolean release(RunId run) {
    return writes.now(
            connection ->
                Sql.update(
                    connection,
                    "UPDATE flow_run SET held = NULL WHERE id = ? AND held IS NOT NULL AND state IN "
                        + RunConditions.WAITING,
                    run.toString()),
            Topic.QUEUE)
        > 0;
  }

  /**
   * Ends a run that waits.
   *
   * @param end its final state
   * @return true if the run waited
   */
  public boolean end(StoredRun run, State end) {
    if (!end.isFinished()) {
      throw new IllegalArgumentException("a run does not end as " + end.name());
    }
    List<Transition> history = new ArrayList<>(run.history());
    history.add(new Transition(0, end));
    return writes.now(
            connection ->
                Sql.update(
                    connection,
                    "UPDATE flow_run SET state = ?, message = ?, history = ?, ended = ?,"
                        + " epoch = epoch + 1 WHERE id = ? AND epoch = ? AND state IN "
                        + RunConditions.WAITING,
                    end.name(),
                    StorableText.plain(end.message()),
                    HistoryJson.write(history, new Masker()),
                    Micros.micros(end.time()),
                    run.id().toString(),
                    run.owner().epoch()),
            Topic.ENDS)
        > 0;
  }
}
