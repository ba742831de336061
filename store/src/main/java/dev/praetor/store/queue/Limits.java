package dev.praetor.store.queue;

import dev.praetor.ErrorCode;
import dev.praetor.RunId;
import dev.praetor.TaskPath;
import dev.praetor.store.db.GivenName;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.RunConditions;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.event.EventTable;
import dev.praetor.store.event.NewEvent;
import dev.praetor.store.model.EventKind;
import dev.praetor.store.model.RunLimit;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.signal.Topic;
import dev.praetor.store.slot.LimitedTags;
import dev.praetor.store.slot.TagQueues;
import dev.praetor.store.write.SlotTicket;
import dev.praetor.store.write.WriteQueue;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
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
    GivenName.check("limit", name);
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
    Instant now = clock.instant();
    NewEvent event =
        event(EventKind.LIMIT_SET, "the %s is %,d".formatted(what, most), scope, name)
            .by(by)
            .with("n", most);
    writes.now(
        connection -> {
          EventTable.write(connection, now, event);
          return Sql.update(
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
              Micros.micros(now));
        },
        Topic.QUEUE);
    tags.changed();
  }

  private static NewEvent event(EventKind kind, String text, RunLimit.Scope scope, String name) {
    NewEvent event =
        NewEvent.of(kind, text).with("scope", scope.text()).with("name", StorableText.plain(name));
    return scope == RunLimit.Scope.FLOW ? event.flow(name) : event;
  }

  /**
   * Returns what counts towards limits, by limit: attempts that hold slots of a tag, and runs in
   * progress of a flow.
   *
   * @param most the largest number for each limit
   */
  public Map<RunLimit.Key, List<RunLimit.Holder>> holders(
      Collection<RunLimit.Key> limits, int most) {
    Map<RunLimit.Key, List<RunLimit.Holder>> holders = new LinkedHashMap<>();
    new TagQueues(query)
        .holders(names(limits, RunLimit.Scope.TAG), most)
        .forEach((tag, all) ->
            holders.put(
                new RunLimit.Key(RunLimit.Scope.TAG, tag),
                all.stream()
                    .map(each -> new RunLimit.Holder(each.run(), Optional.of(each.task())))
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
                  .add(new RunLimit.Holder(RunId.parse(row.getString("id")), Optional.empty())));
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
   * @param by the person who releases it; may be empty
   * @throws StoreFailed if no attempt of the task run holds a slot of the tag
   */
  public void release(String tag, RunId run, TaskPath path, String by) {
    NewEvent event =
        event(
                EventKind.SLOT_RELEASED,
                "the slot of tag '%s' that %s of run %s held is free; its attempt goes on uncounted"
                    .formatted(tag, path, run),
                RunLimit.Scope.TAG,
                tag)
            .run(run.toString())
            .by(by)
            .with("task", path.toString());
    boolean released =
        writes.now(connection -> release(connection, tag, run, path, event), Topic.QUEUE);
    if (!released) {
      throw new StoreFailed(
          ErrorCode.CONFLICT,
          "limit of tag '" + tag + "'",
          "%s of run %s holds no slot of the tag '%s'".formatted(path, run, tag),
          "");
    }
  }

  private boolean release(
      Connection connection, String tag, RunId run, TaskPath path, NewEvent event)
      throws SQLException {
    int released =
        Sql.update(
            connection,
            "UPDATE tag_slot SET held = ?"
                + " WHERE tag = ? AND run = ? AND node = ? AND idx = ? AND held = 1",
            SlotTicket.RELEASED,
            StorableText.plain(tag),
            run.toString(),
            path.owner().toString(),
            path.index());
    if (released > 0) {
      EventTable.write(connection, clock.instant(), event);
    }
    return released > 0;
  }

  /**
   * Deletes a limit; returns whether there was one.
   *
   * @param by the person who deletes it; may be empty
   */
  public boolean delete(RunLimit.Scope scope, String name, String by) {
    NewEvent event =
        event(
                EventKind.LIMIT_DELETED,
                "the limit of %s '%s' is deleted".formatted(scope.text(), name),
                scope,
                name)
            .by(by);
    boolean deleted =
        writes.now(
            connection -> {
              int rows =
                  Sql.update(
                      connection,
                      "DELETE FROM run_limit WHERE scope = ? AND name = ?",
                      scope.text(),
                      StorableText.plain(name));
              if (rows > 0) {
                EventTable.write(connection, clock.instant(), event);
              }
              return rows > 0;
            },
            Topic.QUEUE);
    tags.changed();
    return deleted;
  }
}
