package dev.praetor.cli.runs;

import dev.praetor.Argument;
import dev.praetor.Failure;
import dev.praetor.Flow;
import dev.praetor.TaskPath;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.cli.recorded.RunCode;
import dev.praetor.cli.text.RunLabels;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.local.Replay;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.run.ValueSources;
import dev.praetor.engine.task.Parameters;
import dev.praetor.store.history.RecordedRunReader;
import dev.praetor.store.json.NodeCodecs;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A recorded task run, ready to be called again.
 *
 * @param arguments its recorded inputs
 */
record Replayed(
    StoredRun run,
    StoredTaskRun row,
    TaskPath path,
    Replay replay,
    List<@Nullable Object> arguments) {
  private static final JsonMapper MAPPER = ExactJson.MAPPER;

  static Replayed of(
      RecordedRuns runs,
      RunCode code,
      Flow<?> flow,
      String task,
      List<Argument> parameters,
      ValueSources sources) {
    TaskPath path = TaskPath.parse(task);
    StoredTaskRun row =
        runs.taskRun(code.run(), path)
            .orElseThrow(() ->
                new UsageException(
                    "run " + RunLabels.brief(code.run()) + " has no task run '" + task + "'"));
    StoredRun run = code.record().run(code.run());
    RecordedRun recorded =
        new RecordedRunReader(code.record(), new NodeCodecs(flow.definition().graph()))
            .read(run.id());
    Replay.Call call =
        new Replay.Call(
            run.id(),
            path.toString(),
            Math.max(1, row.attempts()),
            run.times().scheduled(),
            Parameters.read(
                flow.name(),
                flow.definition().graph().parameters(),
                parameters.toArray(Argument[]::new)),
            sources);
    Replay replay = Replay.recorded(flow, recorded, call);
    return new Replayed(run, row, path, replay, replay.arguments());
  }

  Replay.Result call() {
    return replay.call(arguments);
  }

  Set<String> secrets() {
    return replay.task().secrets();
  }

  /** Returns the inputs as JSON, without secrets. */
  ArrayNode inputs() {
    ArrayNode all = MAPPER.createArrayNode();
    for (int i = 0; i < arguments.size(); i++) {
      all.add(json(i, arguments.get(i)));
    }
    return all;
  }

  private JsonNode json(int index, @Nullable Object value) {
    try {
      return MAPPER.readTree(replay.maskJson(replay.write(index, value)));
    } catch (NotCarried e) {
      throw new UsageException(
          "input " + (index + 1) + " of " + path + " cannot be written: " + e.getMessage());
    }
  }

  /** Returns the data with which a test repeats the call, without secrets. */
  ObjectNode fixture() {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("run", run.id().toString()).put("scheduled", run.times().scheduled().toString());
    json.put("attempt", Math.max(1, row.attempts()));
    json.set("parameters", MAPPER.readTree(run.parameters()));
    json.set("inputs", inputs());
    return json;
  }

  /** Compares the result with the recorded end, in words. */
  String compared(Replay.Result now) {
    String then = row.failure().map(Failure::summary).orElse(row.state().name());
    boolean same =
        switch (now) {
          case Replay.Result.Returned _ -> row.state().isSuccessful() && row.failure().isEmpty();
          case Replay.Result.Skipped _ -> row.state() instanceof dev.praetor.State.Skipped;
          case Replay.Result.Failed failed ->
              row.failure()
                  .filter(before ->
                      before.type().equals(failed.failure().type())
                          && before.message().equals(failed.failure().message()))
                  .isPresent();
        };
    return same ? "as in the run" : "not as in the run, where it was: " + then;
  }

  String result(@Nullable Object value) {
    try {
      return replay.mask(replay.writeResult(value));
    } catch (NotCarried e) {
      return replay.mask(String.valueOf(value));
    }
  }
}
