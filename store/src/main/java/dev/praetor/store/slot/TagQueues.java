package dev.praetor.store.slot;

import dev.praetor.RunId;
import dev.praetor.TaskPath;
import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.model.OwnerLife;
import dev.praetor.store.model.WaitReason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The attempts that hold slots of limited tags, and the attempts that wait for one, as other
 * processes and people see them. Slots of processes and runs that ended count as free. Thread-safe.
 */
public record TagQueues(QueryRunner query) {
  private static final int MOST_HOLDERS = 10;

  /** Joins a ticket with its run, if that is in progress and owned by the ticket's process. */
  private static final String OF_OPEN_RUN =
      " JOIN flow_run r ON r.id = s.run AND r.epoch = s.epoch AND r.ended IS NULL ";

  /** A ticket of a tag. */
  private record Row(String process, OwnerLife life, WaitReason.Holder task, long place) {
    static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getString("process"),
          ProcessRow.life(row),
          new WaitReason.Holder(
              RunId.parse(row.getString("run")),
              TaskPath.text(row.getString("node"), row.getInt("idx"))),
          row.getLong("place"));
    }

    boolean isAlive() {
      return life != OwnerLife.ENDED;
    }
  }

  /** Returns the number of slots that are held, for each tag with any. */
  public Map<String, Integer> used() {
    Map<String, Integer> used = new HashMap<>();
    query.all(
        "SELECT h.tag, h.n, "
            + ProcessRow.COLUMNS
            + " FROM (SELECT s.tag, s.process, count(*) AS n FROM tag_slot s"
            + OF_OPEN_RUN
            + "WHERE s.held = 1 GROUP BY s.tag, s.process) h LEFT JOIN process p ON p.id = h.process",
        List.of(),
        row ->
            ProcessRow.life(row) == OwnerLife.ENDED
                ? 0
                : used.merge(row.getString("tag"), row.getInt("n"), Integer::sum));
    return used;
  }

  /**
   * Returns the attempts that hold slots of tags, by tag and in the order of their turns.
   *
   * @param most the largest number for each tag
   */
  public Map<String, List<WaitReason.Holder>> holders(Collection<String> tags, int most) {
    Map<String, List<WaitReason.Holder>> holders = new HashMap<>();
    if (tags.isEmpty()) {
      return holders;
    }
    query.all(
        "SELECT h.*, "
            + ProcessRow.COLUMNS
            + " FROM (SELECT s.tag, s.process, s.run, s.node, s.idx, s.place,"
            + " row_number() OVER (PARTITION BY s.tag ORDER BY s.place) AS nth FROM tag_slot s"
            + OF_OPEN_RUN
            + "WHERE s.held = 1 AND s.tag IN (?"
            + ", ?".repeat(tags.size() - 1)
            + ")) h LEFT JOIN process p ON p.id = h.process WHERE h.nth <= ? ORDER BY h.tag, h.place",
        Stream.concat(tags.stream(), Stream.of(most)).map(Object.class::cast).toList(),
        row -> {
          Row found = Row.of(row);
          return found.isAlive()
              && holders
                  .computeIfAbsent(row.getString("tag"), _ -> new ArrayList<>())
                  .add(found.task());
        });
    return holders;
  }

  /** Returns the limits for which attempts of a run wait, by tag. */
  public List<WaitReason> reasons(RunId run) {
    return reasons(run, task -> true);
  }

  /** Returns the limits for which an attempt of a task run waits, by tag. */
  public List<WaitReason> reasons(RunId run, TaskPath path) {
    return reasons(run, task -> task.equals(path.toString()));
  }

  private List<WaitReason> reasons(RunId run, Predicate<String> chosen) {
    List<WaitReason> reasons = new ArrayList<>();
    List<String> tags =
        query.all(
            "SELECT DISTINCT s.tag FROM tag_slot s"
                + OF_OPEN_RUN
                + "WHERE s.run = ? AND s.held = 0 ORDER BY s.tag",
            List.of(run.toString()),
            row -> row.getString("tag"));
    for (String tag : tags) {
      Optional<Integer> limit = limit(tag);
      if (limit.isPresent()) {
        reason(tag, limit.get(), run, chosen).ifPresent(reasons::add);
      }
    }
    return reasons;
  }

  private Optional<Integer> limit(String tag) {
    return query.first(
        "SELECT n FROM run_limit WHERE scope = 'tag' AND name = ?",
        List.of(tag),
        row -> row.getInt("n"));
  }

  /** Returns the limit of a tag as a reason, unless the first chosen attempt gets its slot next. */
  private Optional<WaitReason> reason(String tag, int most, RunId run, Predicate<String> chosen) {
    List<Row> holders = tickets(tag, 1);
    List<Row> queue = tickets(tag, 0);
    for (int i = 0; i < queue.size(); i++) {
      WaitReason.Holder waits = queue.get(i).task();
      if (waits.run().equals(run) && chosen.test(waits.task())) {
        int position = i + 1;
        return position <= most - holders.size()
            ? Optional.empty()
            : Optional.of(
                new WaitReason.Limit(
                    tag,
                    most,
                    holders.stream().map(Row::task).limit(MOST_HOLDERS).toList(),
                    position));
      }
    }
    return Optional.empty();
  }

  private List<Row> tickets(String tag, int held) {
    return query
        .all(
            "SELECT s.process, s.run, s.node, s.idx, s.place, "
                + ProcessRow.COLUMNS
                + " FROM tag_slot s"
                + OF_OPEN_RUN
                + "LEFT JOIN process p ON p.id = s.process"
                + " WHERE s.tag = ? AND s.held = ? ORDER BY s.place",
            List.of(tag, held),
            Row::of)
        .stream()
        .filter(Row::isAlive)
        .toList();
  }
}
