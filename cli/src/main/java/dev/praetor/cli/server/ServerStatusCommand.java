package dev.praetor.cli.server;

import dev.praetor.PraetorException;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.RefusedKey;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.place.ServerAddress;
import dev.praetor.cli.place.ServerArguments;
import dev.praetor.cli.text.Columns;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.client.Health;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.ServerRefused;
import dev.praetor.client.ServerUnreachable;
import dev.praetor.client.model.ServerInfo;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code praetor server status}. */
@Command(
    name = "status",
    description = "Shows whether a server is ready: its checks, version, database and uptime.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The checks need no key; version, database and uptime do, and are left out without one.",
      "Exit status: 0 if the server is ready, 1 if it is not or nobody answers, 2 usage error."
    })
public final class ServerStatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerArguments server = new ServerArguments();

  @Option(names = "--json", description = "Prints the status as a JSON object.")
  private boolean json;

  /** The answer of the server beside its checks, or the reason for which there is none. */
  private record About(Optional<ServerInfo> info, String why) {}

  @Override
  public Integer call() {
    ServerAddress address = server.withoutKey();
    Health health;
    try (PraetorClient client = address.client()) {
      health = client.health();
    } catch (ServerUnreachable e) {
      absent(address, e);
      return ExitCode.FAILED;
    }
    About about = about();
    if (json) {
      spec.commandLine().getOut().println(document(address, health, about).toPrettyString());
    } else {
      print(address, health, about);
    }
    return health.ready() ? ExitCode.SUCCESS : ExitCode.FAILED;
  }

  private void absent(ServerAddress address, ServerUnreachable why) {
    if (json) {
      spec.commandLine()
          .getOut()
          .println(
              JsonMapper.shared()
                  .createObjectNode()
                  .put("url", address.url())
                  .put("ready", false)
                  .put("problem", why.getMessage())
                  .toPrettyString());
    } else {
      spec.commandLine().getErr().println("praetor: " + why.getMessage());
    }
  }

  private About about() {
    try (PraetorClient client = server.address().client()) {
      return new About(Optional.of(client.server()), "");
    } catch (ServerRefused e) {
      return new About(Optional.empty(), RefusedKey.explain(e));
    } catch (UsageException | PraetorException e) {
      return new About(Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  private static Duration uptime(ServerInfo info) {
    return Duration.between(info.started(), info.now());
  }

  private void print(ServerAddress address, Health health, About about) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("%s is %s".formatted(address.url(), health.ready() ? "ready" : "not ready"));
    about
        .info()
        .ifPresent(info -> {
          out.println("  version   " + PrintableText.line(info.version()));
          out.println("  database  " + PrintableText.line(info.database()));
          out.println(
              "  started   %s, %s ago"
                  .formatted(TimeFormat.local(info.started()), TimeFormat.elapsed(uptime(info))));
        });
    if (about.info().isEmpty()) {
      out.println("  " + PrintableText.line(about.why()));
    }
    int width =
        health.checks().stream().mapToInt(check -> Columns.of(check.name())).max().orElse(0);
    health
        .checks()
        .forEach(check ->
            out.println(
                PrintableText.line(
                    "  %s  %s%s%s"
                        .formatted(
                            Columns.pad(check.name(), Math.max(8, width)),
                            check.status(),
                            check.lagMs().map(lag -> "  %,d ms".formatted(lag)).orElse(""),
                            check.detail().isEmpty() ? "" : "  " + check.detail()))));
  }

  private static ObjectNode document(ServerAddress address, Health health, About about) {
    ObjectNode all =
        JsonMapper.shared()
            .createObjectNode()
            .put("url", address.url())
            .put("ready", health.ready())
            .put("status", health.status());
    about
        .info()
        .ifPresent(info ->
            all.put("version", info.version())
                .put("database", info.database())
                .put("started", info.started().toString())
                .put("uptimeSeconds", uptime(info).toSeconds()));
    ArrayNode checks = all.putArray("checks");
    for (Health.Check check : health.checks()) {
      @Nullable Long lag = check.lagMs().orElse(null);
      checks
          .addObject()
          .put("name", check.name())
          .put("status", check.status())
          .put("lagMs", lag)
          .put("detail", check.detail());
    }
    return all;
  }
}
