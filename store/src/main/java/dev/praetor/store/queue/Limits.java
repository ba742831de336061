package dev.praetor.store.queue;

import dev.praetor.ErrorCode;
import dev.praetor.RunId;
import dev.praetor.TaskPath;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.RunConditions;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.model.LimitHolder;
import dev.praetor.store.model.RunLimit;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.signal.Topic;
import dev.praetor.store.slot.LimitedTags;
import dev.praetor.store.slot.TagQueues;
import dev.praetor.store.write.SlotTicket;
import dev.praetor.store.write.WriteQueue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The limits over all runs of a store. Thread-safe. */
public final class Limits {
  private static final int LONGEST_NAME = 250;
  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource clock;
  private final LimitedTags tags;

  public Limits(QueryRunner query, WriteQueue writes, InstantSource clock, LimitedTags tags) {
    this.query = query;
    this.writes = writes;
    this.clock = clock;
    this.tags = tags;
  }

  /** Returns all limits, by scope and name, with the number of places that are taken. */
  public List<RunLimit> list() {
    Map<String, Integer> held = new TagQueues(query).used();
    return query.all(
        "SELECT l.scope, l.name, l.n, l.author, l.time,"
            + " (SELECT count(*) FROM flow_run WHERE l.scope = 'flow' AND flow = l.name AND "
            + RunConditions.IN_PROGRESS
            + ") AS used FROM run_limit l ORDER BY l.scope, l.name",
        List.of(),
        row -> limit(row, held));
  }

  /** Returns the limits of these flows, by name; flows without one are left out. */
  public Map<String, Integer> ofFlows(Collection<String> flows) {
    Map<String, Integer> limits = new LinkedHashMap<>();
    query
        .all(
            "SELECT name, n FROM run_limit WHERE scope = 'flow'",
            List.of(),
            row -> Map.entry(row.getString("name"), row.getInt("n")))
        .stream()
        .filter(each -> flows.contains(each.getKey()))
        .forEach(each -> limits.put(each.getKey(), each.getValue()));
    return limits;
  }

  private static RunLimit limit(ResultSet row, Map<String, Integer> held) throws SQLException {
    RunLimit.Scope scope = RunLimit.Scope.valueOf(row.getString("scope").toUpperCase(Locale.ROOT));
    String name = row.getString("name");
    int used =
        switch (scope) {
          case FLOW -> row.getInt("used");
          case TAG -> held.getOrDefault(name, 0);
        };
    return new RunLimit(
        scope,
        name,
        row.getInt("n"),
        used,
        row.getString("author"),
        Micros.of(row.getLong("time")));
  }

  /**
   * Sets a limit. Runs and attempts in progress go on, also if there are more of them; attempts
   * that began while their tag had no limit are not counted. Other processes obey the limit of a
   * tag within a second.
   *
   * @param by the person who sets it; may be empty
   * @throws StoreFailed if the limit is less than 1, or the name is empty or longer than 250
   *     characters
   */
  public void set(RunLimit.Scope scope, String name, int most, String by) {
    String what = "limit of " + scope.text() + " '" + name + "'";
    if (most < 1) {
      throw new StoreFailed(
          ErrorCode.BAD_REQUEST,
          what,
          "the %s must be at least 1, not %,d: everything that it counts would wait for ever"
              .formatted(what, most),
          "hold runs back by pausing them instead",
          null);
    }
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new StoreFailed(
          ErrorCode.BAD_REQUEST,
          "limit",
          "the name of a limit has 1 to %d characters, not %,d"
              .formatted(LONGEST_NAME, name.length()),
          "",
          null);
    }
    writes.now(
        connection ->
            Sql.update(
                connection,
                """
                INSERT INTO run_limit (scope, name, n, author, time) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (scope, name)
                DO UPDATE SET n = excluded.n, author = excluded.author, time = excluded.time
                """,
                scope.text(),
                StorableText.plain(name),
                most,
                StorableText.plain(by),
                Micros.micros(clock.instant())),
        Topic.QUEUE);
    tags.changed();
  }

  /**
   * Returns what counts towards limits, by limit: attempts that hold slots of a tag, and runs in
   * progress of a flow.
   *
   * @param most the largest number for each limit
   */
  public Map<RunLimit.Key, List<LimitHolder>> holders(Collection<RunLimit.Key> limits, int most) {
    Map<RunLimit.Key, List<LimitHolder>> holders = new LinkedHashMap<>();
    new TagQueues(query)
        .holders(names(limits, RunLimit.Scope.TAG), most)
        .forEach((tag, all) ->
            holders.put(
                new RunLimit.Key(RunLimit.Scope.TAG, tag),
                all.stream()
                    .map(each -> new LimitHolder(each.run(), Optional.of(each.task())))
                    .toList()));
    List<String> flows = names(limits, RunLimit.Scope.FLOW);
    if (!flows.isEmpty()) {
      query.all(
          "SELECT flow, id FROM (SELECT flow, id,"
              + " row_number() OVER (PARTITION BY flow ORDER BY created, id) AS nth FROM flow_run"
              + " WHERE "
              + RunConditions.IN_PROGRESS
              + " AND flow IN (?"
              + ", ?".repeat(flows.size() - 1)
              + ")) r WHERE nth <= ? ORDER BY flow, nth",
          Stream.concat(flows.stream(), Stream.of(most)).map(Object.class::cast).toList(),
          row ->
              holders
                  .computeIfAbsent(
                      new RunLimit.Key(RunLimit.Scope.FLOW, row.getString("flow")),
                      _ -> new ArrayList<>())
                  .add(new LimitHolder(RunId.parse(row.getString("id")), Optional.empty())));
    }
    return holders;
  }

  private static List<String> names(Collection<RunLimit.Key> limits, RunLimit.Scope scope) {
    return limits.stream()
        .filter(limit -> limit.scope() == scope)
        .map(RunLimit.Key::name)
        .distinct()
        .toList();
  }

  /**
   * Takes the slot of a tag from the attempt that holds it, so that another attempt gets it. The
   * attempt is not disturbed: it goes on without being counted, so more attempts than the limit may
   * run until it has ended.
   *
   * @param path the path of the task run
   * @throws StoreFailed if no attempt of the task run holds a slot of the tag
   */
  public void release(String tag, RunId run, TaskPath path) {
    boolean released =
        writes.now(
            connection ->
                Sql.update(
                        connection,
                        "UPDATE tag_slot SET held = ?"
                            + " WHERE tag = ? AND run = ? AND node = ? AND idx = ? AND held = 1",
                        SlotTicket.RELEASED,
                        StorableText.plain(tag),
                        run.toString(),
                        path.owner().toString(),
                        path.index())
                    > 0,
            Topic.QUEUE);
    if (!released) {
      throw new StoreFailed(
          ErrorCode.CONFLICT,
          "limit of tag '" + tag + "'",
          "%s of run %s holds no slot of the tag '%s'".formatted(path, run, tag),
          "");
    }
  }

  /** Deletes a limit; returns whether there was one. */
  public boolean delete(RunLimit.Scope scope, String name) {
    int deleted =
        writes.now(
            connection ->
                Sql.update(
                    connection,
                    "DELETE FROM run_limit WHERE scope = ? AND name = ?",
                    scope.text(),
                    StorableText.plain(name)),
            Topic.QUEUE);
    tags.changed();
    return deleted > 0;
  }
}
