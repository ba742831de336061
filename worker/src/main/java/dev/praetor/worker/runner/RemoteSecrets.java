package dev.praetor.worker.runner;

import dev.praetor.SecretUnavailable;
import dev.praetor.engine.packaging.CommandAdvice;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.spi.SecretProvider;
import java.util.Optional;
import java.util.UUID;

/** The secrets in the server's store, which gives them out to runs only. Thread-safe. */
record RemoteSecrets(RemoteSession session) implements SecretProvider {
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  @Override
  public Optional<String> find(String name) {
    throw new SecretUnavailable(
        name, "secret '" + name + "' of the server is given out to runs only", "");
  }

  @Override
  public SecretProvider forRun(UUID run) {
    return new OfRun(session, run);
  }

  @Override
  public String advice(String name) {
    return "store it at the server: " + CommandAdvice.setSecret(name);
  }

  private record OfRun(RemoteSession session, UUID run) implements SecretProvider {
    @Override
    public Optional<String> find(String name) {
      try {
        return Optional.of(ask(name));
      } catch (ServerRefused e) {
        return switch (e.status()) {
          case NOT_FOUND -> Optional.empty();
          case FORBIDDEN, CONFLICT ->
              throw new SecretUnavailable(name, String.valueOf(e.getMessage()), "");
          default -> throw e;
        };
      }
    }

    private String ask(String name) {
      return session
          .patiently("POST", "/secrets", RunRequest.of(run, name))
          .path("value")
          .asString();
    }

    @Override
    public String advice(String name) {
      return "store it at the server: " + command(name);
    }

    private String command(String name) {
      try {
        String _ = ask(name);
        return CommandAdvice.setSecret(name); // It was set meanwhile.
      } catch (ServerRefused e) {
        String project = e.details().path(0).path("project").asString("");
        String flow = e.details().path(0).path("flow").asString("");
        return flow.isEmpty() // An earlier server does not say it.
            ? CommandAdvice.setSecret(name)
            : CommandAdvice.setSecret(name, new FlowKey(project, flow));
      }
    }
  }
}
