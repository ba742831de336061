package dev.praetor.testkit;

import dev.praetor.Flow;
import dev.praetor.RunId;
import dev.praetor.Signal;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.graph.ParameterJson;
import dev.praetor.engine.local.Replay;
import dev.praetor.engine.run.ValueSources;
import dev.praetor.engine.task.ParameterDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls the code of a task of a flow with the inputs that a run recorded, to recreate a failure in
 * a test or a debugger. {@code praetor runs replay RUN TASK --as-test DIR} writes such a test. For
 * one thread.
 *
 * {@snippet file="dev/praetor/testkit/TaskReplayTest.java" region="replay"}
 */
public final class TaskReplay {
  private static final JsonMapper MAPPER = ExactJson.MAPPER;
  private static final RunId NO_RUN = RunId.parse("00000000-0000-7000-8000-000000000000");
  private final Flow<?> flow;
  private final String taskRun;
  private final Map<String, String> secrets = new HashMap<>();
  private final Map<String, String> variables = new HashMap<>();
  private JsonNode recorded = MAPPER.createObjectNode();

  private TaskReplay(Flow<?> flow, String taskRun) {
    this.flow = flow;
    this.taskRun = taskRun;
  }

  /**
   * Creates a replay of a task run.
   *
   * @param taskRun the path of the task run: {@code send}, or {@code send[3]} for a child of a
   *     mapped node
   */
  public static TaskReplay of(Flow<?> flow, String taskRun) {
    return new TaskReplay(flow, taskRun);
  }

  /** Returns the flow of this name from a list. */
  public static Flow<?> flow(List<Flow<?>> flows, String name) {
    return flows.stream()
        .filter(flow -> flow.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no flow '"
                    + name
                    + "' among "
                    + flows.stream().map(Flow::name).toList()));
  }

  /**
   * Sets the recorded call, as JSON: {@code inputs}, an array in the order of the code's arguments,
   * and optionally {@code run}, {@code parameters}, {@code scheduled} and {@code attempt}.
   */
  public TaskReplay recorded(String json) {
    recorded = MAPPER.readTree(json);
    return this;
  }

  /** Sets the recorded call, as JSON in a file beside a class. */
  public TaskReplay recorded(Class<?> beside, String file) {
    try (InputStream in = beside.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "there is no file " + file + " beside " + beside.getName() + " on the class path");
      }
      return recorded(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Supplies a secret; recorded inputs never contain any. */
  public TaskReplay secret(String name, String value) {
    secrets.put(name, value);
    return this;
  }

  /** Supplies a variable; what the run read is not recorded. */
  public TaskReplay variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /**
   * Calls the code.
   *
   * @return the value that the code returned
   * @throws Throwable the exception that the code threw, unchanged; a skip is thrown as its signal
   */
  public @Nullable Object call() throws Throwable {
    Replay replay = Replay.of(flow, callOf());
    return switch (replay.call(arguments(replay))) {
      case Replay.Result.Returned returned -> returned.value();
      case Replay.Result.Skipped skipped -> throw Signal.skip(skipped.why());
      case Replay.Result.Failed failed ->
          throw failed
              .thrown()
              .orElseGet(() -> new IllegalStateException(failed.failure().summary()));
    };
  }

  private Replay.Call callOf() throws NotCarried {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    String given = recorded.path("parameters").toString();
    for (ParameterDefinition parameter : flow.definition().graph().parameters()) {
      ParameterJson.read(flow.definition().graph(), given, parameter.name())
          .ifPresent(known -> parameters.put(parameter.name(), known.value()));
    }
    return new Replay.Call(
        recorded.has("run") ? RunId.parse(recorded.path("run").asString()) : NO_RUN,
        taskRun,
        recorded.path("attempt").asInt(1),
        recorded.has("scheduled")
            ? Instant.parse(recorded.path("scheduled").asString())
            : Instant.EPOCH,
        parameters,
        new ValueSources(new TestSecrets(secrets), new TestVariables(variables)));
  }

  private List<@Nullable Object> arguments(Replay replay) throws NotCarried {
    int count = replay.task().signature().arguments().size();
    JsonNode inputs = recorded.path("inputs");
    if (inputs.size() != count) {
      throw new IllegalArgumentException(
          "%s takes %d inputs, but %d are recorded".formatted(taskRun, count, inputs.size()));
    }
    List<@Nullable Object> arguments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      arguments.add(replay.read(i, inputs.get(i).toString()));
    }
    return Collections.unmodifiableList(arguments);
  }
}
