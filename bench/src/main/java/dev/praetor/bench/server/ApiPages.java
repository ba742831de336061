package dev.praetor.bench.server;

import java.util.List;

/**
 * Filtered pages of 50, by the conditions and orders that people choose.
 *
 * @param isSqlite true if the plain SQL is for SQLite, which must be told the index of what failed
 * @param run the id of a run with many children
 */
record ApiPages(boolean isSqlite, String run) {
  private static final double GOAL = 50;
  private static final String NEWEST = "t.run DESC, t.node DESC, t.idx DESC";
  private static final String LONGEST = "t.ended - t.started DESC NULLS LAST, " + NEWEST;
  private static final String OF_NODE = "t.node = '%s'".formatted(Reminders.NODE);
  private static final String FAILED =
      "t.state = 'Failed' AND t.state IN ('Failed', 'TimedOut', 'TriggerFailed', 'Crashed')";
  private static final String NODE = "node: {_eq: \"%s\"}".formatted(Reminders.NODE);

  private static final String PLAIN_TASK_RUNS =
      """
      SELECT t.run, t.node, t.idx, t.label, t.state, t.message, t.attempts, t.created, t.started,
        t.ended, (SELECT r.name FROM flow_run r WHERE r.id = t.run)
      FROM task_run t%s WHERE %s ORDER BY %s LIMIT 50
      """;

  List<ApiQuestion> all() {
    String flow = Reminders.smallFlow(7);
    return List.of(
        failed("that failed", "", "", NEWEST),
        failed("of a node, that failed", ", " + NODE, " AND " + OF_NODE, NEWEST),
        failed(
            "that failed, of a flow",
            ", run: {flow: {name: {_eq: \"%s\"}}}".formatted(flow),
            " AND t.run IN (SELECT id FROM flow_run WHERE flow = '%s')".formatted(flow),
            NEWEST),
        failed("that failed, the longest first", "", "", LONGEST),
        page(
            "of a node, skipped",
            NODE + ", state: {_eq: Skipped}",
            OF_NODE + " AND t.state = 'Skipped'"),
        page(
            "of a node, that took a time",
            NODE + ", duration: {_gt: \"PT0.9S\"}",
            OF_NODE + " AND t.ended - t.started > 900000"),
        longest(
            "of a run, the longest first",
            "run: {id: {_eq: \"%s\"}}".formatted(run),
            "t.run = '%s'".formatted(run)),
        longest("of a node, the longest first", NODE, OF_NODE),
        runs(),
        number());
  }

  private ApiQuestion failed(String name, String where, String and, String order) {
    return taskRuns(
        name,
        "state: {_eq: Failed}" + where,
        order,
        PLAIN_TASK_RUNS.formatted(ofUnsuccessful(), FAILED + and, order));
  }

  private static ApiQuestion page(String name, String where, String plain) {
    return taskRuns(name, where, NEWEST, PLAIN_TASK_RUNS.formatted("", plain, NEWEST));
  }

  private static ApiQuestion longest(String name, String where, String plain) {
    return taskRuns(name, where, LONGEST, PLAIN_TASK_RUNS.formatted("", plain, LONGEST));
  }

  private static ApiQuestion taskRuns(String name, String where, String order, String plain) {
    String ordered = order.equals(NEWEST) ? "" : ", orderBy: [{field: duration, direction: desc}]";
    return new ApiQuestion(
        "a page: task runs " + name,
        """
        { taskRuns(where: {%s}%s, first: 50) {
            nodes { node index label state message attempts created started ended duration run { id name } }
            pageInfo { endCursor hasNextPage } } }
        """
            .formatted(where, ordered),
        "/taskRuns/nodes",
        "/run/id",
        plain,
        GOAL);
  }

  private String ofUnsuccessful() {
    return isSqlite ? " INDEXED BY task_run_unsuccessful" : "";
  }

  private ApiQuestion runs() {
    return new ApiQuestion(
        "a page: runs with a failed task run of a node",
        """
        { runs(where: {taskRuns: {%s, state: {_eq: Failed}}}, first: 50) {
            nodes { id name flow { name } state message created started ended duration }
            pageInfo { endCursor hasNextPage } } }
        """
            .formatted(NODE),
        "/runs/nodes",
        "/id",
        """
        SELECT r.id, r.name, r.flow, r.state, r.message, r.created, r.started, r.ended FROM flow_run r
        WHERE EXISTS (SELECT 1 FROM task_run t%s WHERE t.run = r.id AND %s AND %s)
        ORDER BY r.created DESC, r.id DESC LIMIT 50
        """
            .formatted(ofUnsuccessful(), OF_NODE, FAILED),
        GOAL);
  }

  private ApiQuestion number() {
    return new ApiQuestion(
        "the number of task runs that failed",
        "{ taskRuns(where: {state: {_eq: Failed}}) { count { n orMore } } }",
        "/taskRuns/count",
        "/n",
        "SELECT count(*) FROM (SELECT 1 FROM task_run t%s WHERE %s LIMIT 10000) found"
            .formatted(ofUnsuccessful(), FAILED),
        GOAL);
  }
}
