package dev.praetor.cli.secret;

import dev.praetor.Secret;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.ProjectOption;
import dev.praetor.cli.option.ValueInput;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.store.secret.LocalSecrets;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor secrets set}. */
@Command(
    name = "set",
    description = "Stores a secret, or replaces its value.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The value comes from a prompt on the terminal, which does not show it; from a file; or from"
          + " standard input, without the line break at its end. It is never an argument, because"
          + " arguments are visible to others and remain in the shell's history.",
      "Examples:",
      "  praetor secrets set SLACK_TOKEN --grant standup",
      "  praetor secrets set FIREBASE_KEY --value-file key.json",
      "  pass show slack | praetor secrets set SLACK_TOKEN"
    })
public final class SecretsSetCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();
  @Mixin private ProjectOption project = new ProjectOption();

  @Parameters(paramLabel = "NAME", description = "The name, as in Secret.named(\"NAME\").")
  private String name = "";

  @Option(
      names = "--value-file",
      paramLabel = "FILE",
      description = "The file with the value, which is stored exactly as it is.")
  private @Nullable Path file;

  @Option(
      names = "--grant",
      paramLabel = "FLOW",
      description =
          "A flow whose runs on a server may read it: its name, or PROJECT/NAME; may be"
              + " repeated.")
  private List<String> flows = new ArrayList<>();

  @Option(names = "--all-flows", description = "The runs of all flows on a server may read it.")
  private boolean allFlows;

  public SecretsSetCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    Secret secret = named(name);
    List<Optional<String>> grants = new ArrayList<>(flows.stream().map(Optional::of).toList());
    if (allFlows) {
      grants.add(Optional.empty());
    }
    String value = new ValueInput("secret '" + name + "'", LocalSecrets.LARGEST, true).read(file);
    boolean isNew = place.secrets(project.name()).set(secret, value, grants);
    PrintWriter out = spec.commandLine().getOut();
    String shown = PrintableText.line(name);
    out.println("secret " + shown + (isNew ? " is stored" : " is replaced"));
    new GrantedFlows(place, clock)
        .notes(project.name(), flows)
        .forEach(note -> spec.commandLine().getErr().println(PrintableText.line(note)));
    if (System.getenv(name) != null && place.namedServer().isEmpty()) {
      out.println(
          "note: the environment variable " + shown + " is set and takes precedence over it");
    }
    return ExitCode.SUCCESS;
  }

  /** Checks the name of a secret. */
  private static Secret named(String name) {
    try {
      return Secret.named(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
