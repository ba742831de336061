package dev.praetor.bench.server;

import java.util.List;

/**
 * Statistics over groups of runs and task runs.
 *
 * @param isSqlite true if the plain SQL is for SQLite, which has neither zones nor percentiles
 */
record ApiGroups(boolean isSqlite) {
  private static final double GOAL_OF_RUNS = 100;
  private static final double GOAL = 300;

  /** Monday is 1. The clocks of New York changed once in the half year, on 8 March at 7:00 UTC. */
  private static final String WEEKDAY =
      """
      CAST(strftime('%u', r.scheduled / 1000000
        + CASE WHEN r.scheduled < 1772953200000000 THEN -18000 ELSE -14400 END, 'unixepoch') AS INTEGER)\
      """;

  private static final String WEEKDAY_OF_POSTGRES =
      "extract(isodow FROM to_timestamp(r.scheduled / 1000000) AT TIME ZONE 'America/New_York')";

  private static final String PERCENTILES =
      """
      SELECT count(*), state,
        max(CASE WHEN place = (n * 50 + 99) / 100 THEN took END),
        max(CASE WHEN place = (n * 95 + 99) / 100 THEN took END),
        max(CASE WHEN place = (n * 99 + 99) / 100 THEN took END)
      FROM (SELECT state, ended - started AS took,
              row_number() OVER (PARTITION BY state ORDER BY ended - started NULLS LAST) AS place,
              count(ended - started) OVER (PARTITION BY state) AS n
            FROM task_run) placed
      GROUP BY state ORDER BY state
      """;

  private static final String PERCENTILES_OF_POSTGRES =
      """
      SELECT count(*), state, percentile_disc(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY ended - started)
      FROM task_run GROUP BY state ORDER BY state COLLATE "C"
      """;

  List<ApiQuestion> all() {
    return List.of(weekdays(), states(), flows(), hours(), percentiles());
  }

  private ApiQuestion weekdays() {
    return new ApiQuestion(
        "an aggregate: reminders of the runs of each weekday",
        """
        { runsAggregate(where: {flow: {name: {_eq: "%s"}}, scheduled: {_gte: "%s"}},
                        groupBy: [{time: scheduled, bucket: WEEKDAY, zone: "America/New_York"}]) {
            key count taskRuns(node: "%s", states: [Success, Failed]) { avg max } } }
        """
            .formatted(Reminders.FLOW, Reminders.FIRST, Reminders.NODE),
        "/runsAggregate",
        "/count",
        """
        SELECT count(*), weekday, avg(k), max(k) FROM (
          SELECT %s AS weekday,
            (SELECT sum(c.n) FROM map_counts c
             WHERE c.run = r.id AND c.node = '%s' AND c.state IN ('Success', 'Failed')) AS k
          FROM flow_run r WHERE r.flow = '%s' AND r.scheduled >= %d) counted
        GROUP BY weekday ORDER BY weekday
        """
            .formatted(
                isSqlite ? WEEKDAY : WEEKDAY_OF_POSTGRES,
                Reminders.NODE,
                Reminders.FLOW,
                Reminders.FIRST.getEpochSecond() * 1_000_000),
        GOAL_OF_RUNS);
  }

  private ApiQuestion states() {
    return groups(
        "task runs by state",
        "groupBy: [{field: state}]",
        "",
        "SELECT count(*), state FROM task_run GROUP BY state ORDER BY state" + byCodePoints());
  }

  private ApiQuestion flows() {
    return groups(
        "task runs by flow",
        "groupBy: [{field: flow}]",
        "",
        """
        SELECT count(*), r.flow FROM task_run t JOIN flow_run r ON r.id = t.run
        GROUP BY r.flow ORDER BY r.flow%s
        """
            .formatted(byCodePoints()));
  }

  private static ApiQuestion hours() {
    return groups(
        "task runs by hour, with the average of their time",
        "groupBy: [{time: started, bucket: HOUR}], first: 1000",
        "duration { avg }",
        """
        SELECT count(*), started / 3600000000, avg(ended - started) FROM task_run
        GROUP BY started / 3600000000 ORDER BY started / 3600000000 NULLS LAST LIMIT 1000
        """);
  }

  private ApiQuestion percentiles() {
    return groups(
        "task runs by state, with percentiles of their time",
        "groupBy: [{field: state}]",
        "duration { p50 p95 p99 }",
        isSqlite ? PERCENTILES : PERCENTILES_OF_POSTGRES);
  }

  private static ApiQuestion groups(String name, String arguments, String measures, String plain) {
    return new ApiQuestion(
        "an aggregate: " + name,
        "{ taskRunsAggregate(%s) { key count %s } }".formatted(arguments, measures),
        "/taskRunsAggregate",
        "/count",
        plain,
        GOAL);
  }

  private String byCodePoints() {
    return isSqlite ? "" : " COLLATE \"C\"";
  }
}
