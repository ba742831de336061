package dev.praetor.worker.runner;

import dev.praetor.engine.ShellArgument;
import dev.praetor.spi.VariableProvider;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The variables in the server's store, of which each run sees those of its project. */
record RemoteVariables(RemoteSession session) implements VariableProvider {
  private static final int NOT_FOUND = 404;

  /** Returns nothing, as variables belong to the projects of runs. */
  @Override
  public Optional<String> find(String name) {
    return Optional.empty();
  }

  @Override
  public VariableProvider forRun(UUID run) {
    return new OfRun(session, run);
  }

  private record OfRun(RemoteSession session, UUID run) implements VariableProvider {
    @Override
    public Optional<String> find(String name) {
      return Optional.ofNullable(answer(name).path("value").stringValue(null));
    }

    @Override
    public String advice(String name) {
      String project = answer(name).path("project").asString("default");
      return "set it at the server, in project '%s': praetor variables set %s VALUE%s"
          .formatted(
              project,
              ShellArgument.of(name),
              project.equals("default") ? "" : " --project " + project);
    }

    private JsonNode answer(String name) {
      try {
        return session.patiently("POST", "/variables", RunRequest.of(run, name));
      } catch (ServerRefused e) {
        if (e.status() == NOT_FOUND) {
          return JsonMapper.shared().createObjectNode(); // An earlier server, which has none.
        }
        throw e;
      }
    }
  }
}
