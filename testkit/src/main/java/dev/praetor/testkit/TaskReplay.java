package dev.praetor.testkit;

import dev.praetor.Flow;
import dev.praetor.RunId;
import dev.praetor.Signal;
import dev.praetor.engine.local.Replay;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.spi.SecretProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
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
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final RunId NO_RUN = RunId.parse("00000000-0000-7000-8000-000000000000");
  private final Flow<?> flow;
  private final String taskRun;
  private final Map<String, String> secrets = new HashMap<>();
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

  /**
   * Calls the code.
   *
   * @return the value that the code returned
   * @throws Throwable the exception that the code threw, unchanged; a skip is thrown as its signal
   */
  public @Nullable Object call() throws Throwable {
    Replay replay = Replay.of(flow, callOf());
    return switch (replay.call(arguments(replay.task()))) {
      case Replay.Result.Returned returned -> returned.value();
      case Replay.Result.Skipped skipped -> throw Signal.skip(skipped.why());
      case Replay.Result.Failed failed ->
          throw failed
              .thrown()
              .orElseGet(() -> new IllegalStateException(failed.failure().summary()));
    };
  }

  private Replay.Call callOf() {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    recorded
        .path("parameters")
        .properties()
        .forEach(each ->
            parameters.put(each.getKey(), MAPPER.treeToValue(each.getValue(), Object.class)));
    return new Replay.Call(
        recorded.has("run") ? RunId.parse(recorded.path("run").asString()) : NO_RUN,
        taskRun,
        recorded.path("attempt").asInt(1),
        recorded.has("scheduled")
            ? Instant.parse(recorded.path("scheduled").asString())
            : Instant.EPOCH,
        parameters,
        SecretProvider.of(secrets));
  }

  private List<@Nullable Object> arguments(TaskDefinition task) {
    List<Type> types = task.signature().arguments();
    JsonNode inputs = recorded.path("inputs");
    if (inputs.size() != types.size()) {
      throw new IllegalArgumentException(
          "%s takes %d inputs, but %d are recorded"
              .formatted(taskRun, types.size(), inputs.size()));
    }
    List<@Nullable Object> arguments = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      JavaType type = MAPPER.constructType(types.get(i));
      arguments.add(inputs.get(i).isNull() ? null : MAPPER.treeToValue(inputs.get(i), type));
    }
    return Collections.unmodifiableList(arguments);
  }
}
