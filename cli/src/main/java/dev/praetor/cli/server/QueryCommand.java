package dev.praetor.cli.server;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.place.ServerArguments;
import dev.praetor.client.PraetorClient;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code praetor query}. */
@Command(
    name = "query",
    description = "Asks a server in GraphQL, and prints the data as JSON.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  praetor query '{ runs(first: 5) { nodes { id state flow { name } } } }'",
      "  praetor query 'query ($id: ID!) { run(id: $id) { state } }' --variables '{\"id\": \"0198\"}'",
      "  praetor query --schema"
    })
public final class QueryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerArguments server = new ServerArguments();

  @Parameters(index = "0", arity = "0..1", paramLabel = "QUERY", description = "The query.")
  private @Nullable String query;

  @Option(
      names = "--variables",
      paramLabel = "JSON",
      description = "The variables of the query, as an object.")
  private @Nullable String variables;

  @Option(names = "--schema", description = "Prints the schema that the server answers.")
  private boolean schema;

  @Override
  public Integer call() {
    if (schema == (query != null) || (schema && variables != null)) {
      throw new UsageException("give a query, or --schema alone");
    }
    PrintWriter out = spec.commandLine().getOut();
    Map<String, JsonNode> given = given();
    try (PraetorClient client = server.address().client()) {
      if (query == null) {
        out.print(client.schema());
        out.flush();
        return ExitCode.SUCCESS;
      }
      return print(client.query(query, given), out);
    }
  }

  private int print(JsonNode answer, PrintWriter out) {
    if (answer.path("data").isObject()) {
      out.println(answer.path("data").toPrettyString());
      out.flush();
    }
    JsonNode errors = answer.path("errors");
    PrintWriter err = spec.commandLine().getErr();
    errors.forEach(error ->
        err.println(
            "praetor: %s%s (%s)"
                .formatted(
                    place(error.path("locations").path(0)),
                    error.path("message").asString(),
                    error.path("extensions").path("code").asString())));
    return errors.isEmpty() ? ExitCode.SUCCESS : ExitCode.FAILED;
  }

  private static String place(JsonNode location) {
    return location.isObject()
        ? "line %d, column %d: "
            .formatted(location.path("line").asInt(), location.path("column").asInt())
        : "";
  }

  private Map<String, JsonNode> given() {
    Map<String, JsonNode> given = new LinkedHashMap<>();
    if (variables != null) {
      try {
        JsonNode object = JsonMapper.shared().readTree(variables);
        if (!object.isObject()) {
          throw new UsageException("--variables takes an object of JSON");
        }
        object.properties().forEach(each -> given.put(each.getKey(), each.getValue()));
      } catch (JacksonException e) {
        throw new UsageException("--variables takes an object of JSON, and this is no JSON");
      }
    }
    return given;
  }
}
