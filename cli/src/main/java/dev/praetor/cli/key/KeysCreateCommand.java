package dev.praetor.cli.key;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.ServerArguments;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.client.KeysApi;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.model.KeyInfo;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor keys create}. */
@Command(
    name = "create",
    description = "Makes a key and prints it, once: the server keeps only its hash.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: praetor keys create ci --role author --expires 90d > ci.key"})
public final class KeysCreateCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerArguments server = new ServerArguments();

  @Parameters(paramLabel = "NAME", description = "The name, which is recorded with every change.")
  private String name = "";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      required = true,
      description = "One of viewer, operator, author, administrator, worker.")
  private KeyInfo.Role role = KeyInfo.Role.VIEWER;

  @Option(
      names = "--project",
      paramLabel = "PROJECT",
      description = "The project that it is limited to; the whole server by default.")
  private @Nullable String project;

  @Option(
      names = "--expires",
      paramLabel = "WHEN",
      description = "The time of its end: in 90d, or at a date; never by default.")
  private @Nullable String expires;

  @Option(names = "--json", description = "Prints an object with the key as 'secret'.")
  private boolean json;

  public KeysCreateCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    try (PraetorClient client = server.address().client()) {
      KeysApi.NewKey made =
          client
              .keys()
              .create(
                  name,
                  role,
                  Optional.ofNullable(project),
                  Optional.ofNullable(expires)
                      .map(text -> TimeFormat.future(text, clock.instant(), "--expires")));
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
                "This is the key '%s' with the role %s%s; it is not shown again."
                    .formatted(
                        name,
                        role.name().toLowerCase(Locale.ROOT),
                        project == null ? "" : " in the project " + project));
      }
      return ExitCode.SUCCESS;
    }
  }
}
