package dev.praetor.server.files;

import dev.praetor.TaskPath;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.graphql.read.NamedRuns;
import dev.praetor.server.http.Answer;
import dev.praetor.server.http.Call;
import dev.praetor.server.http.Routes;
import dev.praetor.store.RunStore;
import dev.praetor.store.history.RecordSource;
import dev.praetor.store.history.StoredDocument;
import dev.praetor.store.history.StoredRows;
import dev.praetor.store.model.StoredArtifact;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.wire.RecordLines;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Answers the requests for files of a run. Thread-safe. */
public record RunFiles(RunStore store) {
  private static final String JSON = "application/json";

  /** Adds the requests. */
  public Routes.Builder addTo(Routes.Builder routes) {
    return routes
        .add("GET", "/api/runs/{id}/logs", this::logs)
        .add("GET", "/api/runs/{id}/results/{node}", this::result)
        .add("GET", "/api/runs/{id}/results/{node}/{index}", this::result)
        .add("GET", "/api/runs/{id}/artifacts/{name}", this::artifact)
        .add("GET", "/api/runs/{id}/document", this::document)
        .add("GET", "/api/runs/{id}/record", this::record);
  }

  private StoredRun run(Call call) {
    return new NamedRuns(store).require(call.variable("id"));
  }

  private Answer logs(Call call) {
    call.requireOptions(LogFile.OPTIONS);
    LogFile file = LogFile.of(call);
    StoredRun run = run(call);
    return Answer.stream(file.contentType(), out -> file.write(store, run, out));
  }

  private Answer document(Call call) {
    call.requireOptions(Set.of());
    StoredRun run = run(call);
    return Answer.stream(JSON, out -> StoredDocument.write(store, run, out));
  }

  /** Answers with all that is needed to call the code of a task run again. */
  private Answer record(Call call) {
    call.requireOptions(Set.of());
    StoredRun run = run(call);
    RecordSource records = store.records();
    return Answer.stream(
        "application/jsonl", out -> RecordLines.writeWhole(records, records.run(run.id()), out));
  }

  private Answer result(Call call) {
    call.requireOptions(Set.of());
    StoredRun run = run(call);
    TaskPath path = path(call);
    StoredRows rows = new StoredRows(store, run.id());
    StoredTaskRun row =
        rows.find(path)
            .orElseThrow(() ->
                new RequestRefused(
                    ApiCode.NOT_FOUND, "the run has no task run '%s'".formatted(path)));
    JsonNode value =
        rows.value(row)
            .orElseThrow(() ->
                new RequestRefused(
                    ApiCode.NOT_FOUND,
                    "'%s' has no result: %s"
                        .formatted(path, row.note().orElse("it is " + row.state().name()))));
    return Answer.json(200, value);
  }

  /** Answers with the newest artifact of a name, or that of a task run or an attempt. */
  private Answer artifact(Call call) {
    call.requireOptions(Set.of("task", "attempt"));
    StoredRun run = run(call);
    String name = call.variable("name");
    StoredArtifact artifact =
        store.artifacts(run.id()).reversed().stream()
            .filter(each -> each.name().equals(name) && isAsked(each, call))
            .findFirst()
            .orElseThrow(() ->
                new RequestRefused(
                    ApiCode.NOT_FOUND, "the run has no such artifact '%s'".formatted(name)));
    String content =
        store
            .content(run.id(), artifact)
            .orElseThrow(() ->
                new RequestRefused(ApiCode.NOT_FOUND, "the artifact was deleted a moment ago"));
    return Answer.text("text/plain; charset=utf-8", content);
  }

  private static boolean isAsked(StoredArtifact artifact, Call call) {
    String path = TaskPath.of(artifact.node(), artifact.index()).toString();
    String attempt = Integer.toString(artifact.attempt());
    return call.option("task").orElse(path).equals(path)
        && call.option("attempt").orElse(attempt).equals(attempt);
  }

  private static TaskPath path(Call call) {
    String index = call.variables().getOrDefault("index", "");
    if (!index.matches("\\d{0,9}")) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST, "the index of a child is a number from 0, not '" + index + "'");
    }
    String node = call.variable("node");
    try {
      return index.isEmpty() ? TaskPath.parse(node) : TaskPath.of(node, Integer.parseInt(index));
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ApiCode.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
  }
}
