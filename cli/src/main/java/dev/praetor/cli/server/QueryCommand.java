package dev.praetor.cli.server;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import java.io.PrintWriter;
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
import tools.jackson.databind.node.ObjectNode;

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
  public Integer call() throws InterruptedException {
    if (schema == (query != null) || (schema && variables != null)) {
      throw new UsageException("give a query, or --schema alone");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (schema) {
      out.print(server.client().get("/graphql/schema"));
      out.flush();
      return ExitCode.SUCCESS;
    }
    JsonNode answer =
        JsonMapper.shared().readTree(server.client().post("/graphql", request().toString()));
    if (answer.path("data").isObject()) {
      out.println(answer.path("data").toPrettyString());
      out.flush();
    }
    JsonNode errors = answer.path("errors");
    PrintWriter err = spec.commandLine().getErr();
    errors.forEach(error ->
        err.println(
            "praetor: %s (%s)"
                .formatted(
                    error.path("message").asString(),
                    error.path("extensions").path("code").asString())));
    return errors.isEmpty() ? ExitCode.SUCCESS : ExitCode.FAILED;
  }

  private ObjectNode request() {
    ObjectNode request = JsonMapper.shared().createObjectNode().put("query", query);
    if (variables != null) {
      try {
        JsonNode given = JsonMapper.shared().readTree(variables);
        if (!given.isObject()) {
          throw new UsageException("--variables takes an object of JSON");
        }
        request.set("variables", given);
      } catch (JacksonException e) {
        throw new UsageException("--variables takes an object of JSON, and this is no JSON");
      }
    }
    return request;
  }
}
