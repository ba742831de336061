package dev.praetor.cli.key;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.place.ServerArguments;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.client.KeysApi;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.model.KeyInfo;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor keys create}. */
@Command(
    name = "create",
    description = "Makes a key and prints it, once: the server keeps only its hash.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  praetor keys create ci --role author --expires 90d > ci.key",
      "  praetor keys create deploy-1 --user deploy > deploy.key",
      "  praetor keys create far --role worker --pool reports > far.key"
    })
public final class KeysCreateCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerArguments server = new ServerArguments();

  @Parameters(paramLabel = "NAME", description = "The name, which is recorded with every change.")
  private String name = "";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "One of viewer, operator, author, administrator, worker.")
  private KeyInfo.@Nullable Role role;

  @Option(
      names = "--project",
      paramLabel = "PROJECT",
      description = "The project that it is limited to; the whole server by default.")
  private @Nullable String project;

  @Option(
      names = "--user",
      paramLabel = "USER",
      description = "The user whose roles the key has at any time, in place of a role of its own.")
  private @Nullable String user;

  @Option(
      names = "--pool",
      paramLabel = "POOL",
      description =
          "A pool whose runs alone a worker with this key takes; may be given several times. All"
              + " pools by default.")
  private List<String> pools = new ArrayList<>();

  @Option(
      names = "--expires",
      paramLabel = "WHEN",
      description =
          "The time of its end: a span from now such as 90d, 12h or 30m, a date such as 2026-12-31,"
              + " a local time such as 2026-12-31T18:00, or an instant with Z; it has no end by"
              + " default.")
  private @Nullable String expires;

  @Option(names = "--json", description = "Prints an object with the key as 'secret'.")
  private boolean json;

  public KeysCreateCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Optional<Instant> end =
        Optional.ofNullable(expires)
            .map(text -> TimeFormat.future(text, clock.instant(), "--expires"));
    try (PraetorClient client = server.address().client()) {
      KeysApi.NewKey made = made(client.keys(), end);
      if (json) {
        spec.commandLine()
            .getOut()
            .println(
                KeysListCommand.document(made.key()).put("secret", made.secret()).toPrettyString());
      } else {
        spec.commandLine().getOut().println(made.secret());
        spec.commandLine()
            .getErr()
            .println(
                "This is the key '%s' with %s; it is not shown again."
                    .formatted(name, rights(made.key())));
      }
      return ExitCode.SUCCESS;
    }
  }

  private KeysApi.NewKey made(KeysApi keys, Optional<Instant> end) {
    if (user != null && (role != null || project != null || !pools.isEmpty())) {
      throw new UsageException(
          "the key of a user has the roles of the user, so --user goes with none of --role, --project"
              + " and --pool; leave --user out, or them: praetor users role %s ROLE changes the roles"
                  .formatted(user));
    }
    if (user != null) {
      return keys.createForUser(name, user, end);
    }
    if (role == null) {
      throw new ParameterException(
          spec.commandLine(), "Missing required option: '--role=ROLE', or '--user=USER'");
    }
    return keys.create(name, role, Optional.ofNullable(project), pools, end);
  }

  private static String rights(KeyInfo key) {
    return key.user()
        .map(name -> "the roles of the user " + name)
        .orElseGet(() ->
            "the role "
                + key.role().map(known -> known.name().toLowerCase(Locale.ROOT)).orElse("")
                + key.project().map(in -> " in the project " + in).orElse("")
                + KeysListCommand.pools(key).map(text -> " for the " + text).orElse(""));
  }
}
