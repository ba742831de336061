package dev.praetor.cli.option;

import static dev.praetor.Praetor.with;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.InvalidRun;
import dev.praetor.cli.error.UsageException;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.loading.FlowParameters;
import dev.praetor.engine.spec.DescribedParameters;
import dev.praetor.engine.spec.FlowDescription;
import dev.praetor.engine.task.ParameterDefinition;
import dev.praetor.engine.task.ParameterTypes;
import dev.praetor.store.model.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/** The parameters of a run, as typed on the command line. */
public final class ParameterOptions {
  @Option(
      names = {"-p", "--param"},
      paramLabel = "NAME=VALUE",
      description =
          "A parameter. Its type decides how the value is read: text as is, anything else as JSON.")
  private List<String> values = new ArrayList<>();

  @Option(
      names = "--param-file",
      paramLabel = "FILE",
      description = "A file with a JSON object of parameters; -p takes precedence.")
  private @Nullable Path file;

  /** Reads the parameters as JSON, for a flow whose code is not at hand. */
  public Map<String, JsonNode> read(FlowDescription flow) throws IOException {
    Map<String, JsonNode> given = new LinkedHashMap<>();
    if (file != null) {
      object(file).properties().forEach(each -> given.put(each.getKey(), each.getValue()));
    }
    for (String value : values) {
      int equals = equals(value);
      String name = value.substring(0, equals);
      given.put(name, DescribedParameters.parse(flow, name, value.substring(equals + 1)));
    }
    return given;
  }

  /** Reads the parameters as plain values, as {@link #read(FlowDescription)} does. */
  public Map<String, Object> values(FlowDescription flow) throws IOException {
    return ExactJson.MAPPER.convertValue(read(flow), new TypeReference<Map<String, Object>>() {});
  }

  /** Returns whether a parameter is given. */
  public boolean areGiven() {
    return file != null || !values.isEmpty();
  }

  private static int equals(String value) {
    int equals = value.indexOf('=');
    if (equals < 1) {
      throw new UsageException("-p takes NAME=VALUE, not '" + value + "'");
    }
    return equals;
  }

  public Argument[] read(Flow<?> flow) throws IOException {
    Map<String, @Nullable Object> given = new LinkedHashMap<>();
    if (file != null) {
      object(file).properties().forEach(e -> given.put(e.getKey(), e.getValue()));
    }
    List<String> problems = new ArrayList<>();
    for (String value : values) {
      int equals = equals(value);
      String name = value.substring(0, equals);
      String text = value.substring(equals + 1);
      try {
        given.put(name, parse(flow, name, text));
      } catch (IllegalArgumentException e) {
        problems.add("\n  " + flow.name() + "/" + name + ": " + e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new UsageException(
          "flow '"
              + flow.name()
              + "' cannot start with these parameters:"
              + String.join("", problems));
    }
    List<Argument> arguments = new ArrayList<>();
    given.forEach((name, value) -> arguments.add(with(name, value)));
    return arguments.toArray(Argument[]::new);
  }

  /**
   * Reads the parameters of an earlier run, overridden by those on the command line.
   *
   * @throws UsageException if a parameter must be given again
   */
  public List<Argument> again(Flow<?> flow, StoredRun earlier) throws IOException {
    List<Argument> given = List.of(read(flow));
    try {
      return FlowParameters.again(flow, earlier.parameters(), earlier.parameterNotes(), given);
    } catch (InvalidRun e) {
      throw new UsageException(e.getMessage() + "\nGive a parameter with -p NAME=VALUE.");
    }
  }

  private static @Nullable Object parse(Flow<?> flow, String name, String text) {
    Optional<ParameterDefinition> parameter =
        flow.definition().graph().parameters().stream()
            .filter(p -> p.name().equals(name))
            .findFirst();
    return parameter.isPresent() ? ParameterTypes.parse(parameter.get(), text) : text;
  }

  private static JsonNode object(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UsageException("there is no file " + file);
    }
    try {
      JsonNode json = ExactJson.MAPPER.readTree(Files.readString(file));
      if (json.isObject()) {
        return json;
      }
    } catch (JacksonException e) {
      throw new UsageException(file + " is not JSON: " + Objects.toString(e.getOriginalMessage()));
    }
    throw new UsageException(
        file + " must contain a JSON object with a property for each parameter");
  }
}
