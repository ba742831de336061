package dev.praetor.client;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.client.Connection.Request;
import dev.praetor.client.model.Artifact;
import dev.praetor.client.model.Json;
import dev.praetor.client.model.LogLine;
import dev.praetor.client.model.ProgressReport;
import dev.praetor.client.model.Reason;
import dev.praetor.client.model.RunInfo;
import dev.praetor.client.model.RunOwner;
import dev.praetor.client.model.TaskRunInfo;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The runs of a server. Thread-safe. */
public final class RunsApi {
  private static final Duration FIRST_LOOK = Duration.ofMillis(50);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final String CREATE =
      """
      mutation ($flow: String!, $parameters: JSON, $at: DateTime, $name: String, $labels: JSON,
                $key: String, $version: Int, $priority: Int) {
        createRun(flow: $flow, parameters: $parameters, at: $at, name: $name, labels: $labels,
                  idempotencyKey: $key, version: $version, priority: $priority) { isNew %s } }\
      """
          .formatted(RunInfo.FIELDS);
  private final Connection connection;
  private final GraphQl graphql;

  RunsApi(Connection connection, GraphQl graphql) {
    this.connection = connection;
    this.graphql = graphql;
  }

  private Lists<RunInfo> lists() {
    return new Lists<>(graphql, "runs", "Run", RunInfo.FIELDS, RunInfo::of);
  }

  /** Returns a page of runs, newest first by default. */
  public Page<RunInfo> page(Listing listing) {
    return lists().page(listing);
  }

  /** Returns runs, which are read page by page while the stream is consumed. */
  public Stream<RunInfo> all(Listing listing) {
    return lists().all(listing);
  }

  /**
   * Returns the run of an id, or the only run whose id begins with these 4 or more characters.
   *
   * @throws ServerRefused if several runs begin with them
   */
  public Optional<RunInfo> find(String id) {
    return ofRun(id, RunInfo.FIELDS).map(RunInfo::of);
  }

  /** Returns the run of an id. */
  public Optional<RunInfo> find(RunId id) {
    return find(id.toString());
  }

  private Optional<Json> ofRun(String id, String fields) {
    JsonNode data =
        graphql.data(
            "query ($id: ID!) { run(id: $id) { %s } }".formatted(fields), Map.of("id", id));
    return new Json(data.path("run")).map(run -> run);
  }

  /**
   * Returns the owner of a run when the server knows whether it is alive, for which it waits at
   * most for the length of a lease.
   */
  public Optional<RunOwner> settledOwner(RunId run) {
    return ofRun(run.toString(), "owner(settled: true) " + RunOwner.FIELDS)
        .map(found -> RunOwner.of(found.at("owner")));
  }

  /** Returns the number of the registered version of a run; absent if it has none. */
  public Optional<Integer> versionNumber(RunId run) {
    return ofRun(run.toString(), "registered version { number }")
        .filter(found -> found.is("registered"))
        .flatMap(found -> found.at("version").optionalNumber("number"));
  }

  /** Returns the task run at a path with its value, even if the value is large. */
  public Optional<TaskRunInfo> taskRun(RunId run, TaskPath path) {
    return taskRun(run, path, TaskRunInfo.FIELDS).map(TaskRunInfo::of);
  }

  /** Reads a child of a mapped node, or a node inside a mapped part, which have one form. */
  private Optional<Json> taskRun(RunId run, TaskPath path, String fields) {
    JsonNode data =
        graphql.data(
            """
            query ($run: ID!, $node: String!, $index: Int, $whole: String!) {
              child: taskRun(run: $run, node: $node, index: $index) { %1$s }
              node: taskRun(run: $run, node: $whole) { %1$s } }\
            """
                .formatted(fields),
            Map.of(
                "run", run.toString(),
                "node", path.owner().toString(),
                "index", path.index(),
                "whole", path.toString()));
    return new Json(data.path("child"))
        .map(found -> found)
        .or(() -> new Json(data.path("node")).map(found -> found));
  }

  /** Returns the number of children of a mapped node in each state. */
  public Map<StateType, Integer> children(RunId run, TaskPath mapped) {
    Map<StateType, Integer> counts = new EnumMap<>(StateType.class);
    String node = mapped.toString();
    Map<String, Object> variables = Map.of("run", run.toString(), "node", node);
    JsonNode data =
        graphql.data(
            "query ($run: ID!, $node: String!) { taskRun(run: $run, node: $node) { children { byState { state n } } } }",
            variables);
    new Json(data.path("taskRun").path("children"))
        .list("byState", each -> each)
        .forEach(each -> counts.put(each.state("state"), each.number("n")));
    return counts;
  }

  /** Returns the last log line of a task run, if it has logged anything. */
  public Optional<LogLine> lastLog(RunId run, TaskPath path) {
    return taskRun(run, path, "lastLog { " + LogLine.FIELDS + " }")
        .flatMap(found -> found.at("lastLog").map(LogLine::of));
  }

  /** Returns the reasons for which a run waits now. */
  public List<Reason> waiting(RunId run) {
    return ofRun(run.toString(), "waiting " + Reason.FIELDS)
        .map(found -> found.list("waiting", Reason::of))
        .orElse(List.of());
  }

  /** Returns the reasons for which a task run waits now. */
  public List<Reason> waiting(RunId run, TaskPath task) {
    JsonNode data =
        graphql.data(
            "query ($id: ID!, $task: String) { run(id: $id) { waiting(task: $task) %s } }"
                .formatted(Reason.FIELDS),
            Map.of("id", run.toString(), "task", task.toString()));
    return new Json(data.path("run")).list("waiting", Reason::of);
  }

  /** Returns the artifacts of a run, oldest first, without their contents. */
  public List<Artifact> artifacts(RunId run) {
    return ofRun(run.toString(), "artifacts " + Artifact.FIELDS)
        .map(found -> found.list("artifacts", Artifact::of))
        .orElse(List.of());
  }

  /** Returns what task runs reported last about their progress, newest first. */
  public List<ProgressReport> reports(RunId run, int most) {
    return ofRun(run.toString(), "reports(first: %d) %s".formatted(most, ProgressReport.FIELDS))
        .map(found -> found.list("reports", ProgressReport::of))
        .orElse(List.of());
  }

  /**
   * Makes a run of a registered flow, or finds the run that was made with the same key.
   *
   * @throws ServerRefused if the flow or its version does not exist, or parameters are wrong; the
   *     details then name each of them
   */
  public RunInfo create(NewRun run) {
    return enter(run).run();
  }

  /** Makes a run, or finds the run that was made with the same key, and tells which. */
  public Entered enter(NewRun run) {
    Json made = new Json(graphql.data(CREATE, run.variables()).path("createRun"));
    return new Entered(RunInfo.of(made), made.is("isNew"));
  }

  /**
   * Waits until a run has ended.
   *
   * @return the run as it ended; empty if it has not ended within this time
   * @throws ServerRefused if there is no such run
   */
  public Optional<RunInfo> awaitEnd(RunId run, Duration longest) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    Duration look = FIRST_LOOK;
    while (!isEnded(run)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return Optional.empty();
      }
      boolean _ = new CountDownLatch(1).await(Math.min(left, look.toNanos()), TimeUnit.NANOSECONDS);
      look = look.multipliedBy(2).compareTo(LOOK) > 0 ? LOOK : look.multipliedBy(2);
    }
    return find(run);
  }

  private boolean isEnded(RunId run) {
    return ofRun(run.toString(), "state")
        .orElseThrow(
            () -> new ServerRefused("NOT_FOUND", "run " + run, "there is no run " + run, List.of()))
        .state("state")
        .isFinished();
  }

  /** Cancels a run; clean-up still runs. Returns the run as it is after at most a few seconds. */
  public RunInfo cancel(RunId run, String why) {
    return changed("cancelRun", run, why);
  }

  /** Pauses a run: it begins nothing until it is resumed. */
  public RunInfo pause(RunId run, String why) {
    return changed("pauseRun", run, why);
  }

  /** Ends the pause of a run, or opens a run again that was given up. */
  public RunInfo resume(RunId run, String why) {
    return changed("resumeRun", run, why);
  }

  private RunInfo changed(String mutation, RunId run, String why) {
    JsonNode data =
        graphql.data(
            "mutation ($id: ID!, $why: String) { %s(id: $id, why: $why) { %s } }"
                .formatted(mutation, RunInfo.FIELDS),
            Map.of("id", run.toString(), "why", why));
    return RunInfo.of(new Json(data.path(mutation)));
  }

  /** Approves a task run that waits for approval. */
  public void approve(RunId run, TaskPath task) {
    answer(run, task, false, "");
  }

  /** Refuses a task run that waits for approval. */
  public void refuse(RunId run, TaskPath task, String why) {
    answer(run, task, true, why);
  }

  private void answer(RunId run, TaskPath task, boolean refuse, String note) {
    JsonNode _ =
        graphql.data(
            "mutation ($run: ID!, $task: String!, $refuse: Boolean, $note: String) { approve(run: $run, task: $task, refuse: $refuse, note: $note) { node } }",
            Map.of("run", run.toString(), "task", task.toString(), "refuse", refuse, "note", note));
  }

  /** Sets the state of a run that has ended, or whose process has, for a reason. */
  public RunInfo setState(RunId run, StateType state, String why) {
    JsonNode data =
        graphql.data(
            "mutation ($run: ID!, $state: StateName!, $why: String!) { setRunState(run: $run, state: $state, why: $why) { %s } }"
                .formatted(RunInfo.FIELDS),
            Map.of("run", run.toString(), "state", state.label(), "why", why));
    return RunInfo.of(new Json(data.path("setRunState")));
  }

  /** Ends a task run of a run in progress as Skipped, for a reason. */
  public void skip(RunId run, TaskPath task, String why) {
    end(run, task, StateType.SKIPPED, Map.of(), why);
  }

  /**
   * Ends a task run of a run in progress as Success, for a reason.
   *
   * @param value the result, in the form in which results of the task are recorded
   */
  public void finish(RunId run, TaskPath task, @Nullable Object value, String why) {
    Map<String, @Nullable Object> given = new LinkedHashMap<>();
    given.put("value", value);
    end(run, task, StateType.SUCCESS, given, why);
  }

  private void end(
      RunId run,
      TaskPath task,
      StateType state,
      Map<String, ? extends @Nullable Object> value,
      String why) {
    Map<String, @Nullable Object> variables = new LinkedHashMap<>(value);
    variables.putAll(
        Map.of(
            "run", run.toString(),
            "task", task.toString(),
            "state", state.label(),
            "why", why));
    JsonNode _ =
        graphql.data(
            "mutation ($run: ID!, $task: String!, $state: StateName!, $value: JSON, $why: String!) { setTaskRunState(run: $run, task: $task, state: $state, value: $value, why: $why) { node } }",
            variables);
  }

  /** Pins a run: retention and pruning keep it, and it is not deleted. */
  public RunInfo pin(RunId run) {
    return pinned("pinRun", run);
  }

  /** Takes back that a run is pinned. */
  public RunInfo unpin(RunId run) {
    return pinned("unpinRun", run);
  }

  private RunInfo pinned(String mutation, RunId run) {
    JsonNode data =
        graphql.data(
            "mutation ($id: ID!) { %s(id: $id) { %s } }".formatted(mutation, RunInfo.FIELDS),
            Map.of("id", run.toString()));
    return RunInfo.of(new Json(data.path(mutation)));
  }

  /** Deletes a run that is neither in progress nor pinned, with everything recorded about it. */
  public void delete(RunId run) {
    JsonNode _ =
        graphql.data("mutation ($id: ID!) { deleteRun(id: $id) }", Map.of("id", run.toString()));
  }

  /** Deletes all results of a run that is not in progress, and returns their number. */
  public int deleteResults(RunId run) {
    return deleteResults(Map.of("run", run.toString()));
  }

  /** Deletes the result of a task run, or those of a node with all its children. */
  public int deleteResults(RunId run, TaskPath task) {
    return deleteResults(Map.of("run", run.toString(), "task", task.toString()));
  }

  private int deleteResults(Map<String, Object> variables) {
    return graphql
        .data(
            "mutation ($run: ID!, $task: String) { deleteResults(run: $run, task: $task) }",
            variables)
        .path("deleteResults")
        .asInt(0);
  }

  /** Returns the whole log of a run as text, oldest line first; the caller closes it. */
  public InputStream log(RunId run) {
    return connection.stream(Request.get("/api/runs/" + run + "/logs"));
  }

  /** Returns the result of a task run as JSON, as it was kept; the caller closes it. */
  public InputStream result(RunId run, TaskPath path) {
    return connection.stream(
        Request.get("/api/runs/" + run + "/results/" + encoded(path.toString())));
  }

  /** Returns the document of a run: the run with all its task runs; the caller closes it. */
  public InputStream document(RunId run) {
    return connection.stream(Request.get("/api/runs/" + run + "/document"));
  }

  /** Returns all that is needed to call the code of a run again, as JSON; the caller closes it. */
  public InputStream record(RunId run) {
    return connection.stream(Request.get("/api/runs/" + run + "/record"));
  }

  /** Returns the SHA-256 of the package with the code of a run, if its code is registered. */
  public Optional<String> packageOf(RunId run) {
    return ofRun(run.toString(), "registered version { package { sha256 } }")
        .filter(found -> found.is("registered"))
        .map(found -> found.at("version").at("package").text("sha256"));
  }

  /** Returns the content of an artifact; the caller closes it. */
  public InputStream artifact(RunId run, Artifact artifact) {
    String path = TaskPath.of(artifact.node(), artifact.index()).toString();
    return connection.stream(
        Request.get(
            "/api/runs/%s/artifacts/%s?task=%s&attempt=%d"
                .formatted(run, encoded(artifact.name()), encoded(path), artifact.attempt())));
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * A run that a request made or found.
   *
   * @param isNew false if an earlier request with the same key made the run
   */
  public record Entered(RunInfo run, boolean isNew) {}
}
