package dev.praetor.cli.secret;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.ProjectOption;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.text.PrintableText;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor secrets grant}. */
@Command(
    name = "grant",
    description = "Lets the runs of a flow on a server read a secret.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The flow is the one whose tasks declare the secret, also if it runs in another flow. It need"
          + " not be registered yet.",
      "Examples:",
      "  praetor secrets grant SLACK_TOKEN standup",
      "  praetor secrets grant PROXY_PASSWORD --all-flows"
    })
public final class SecretsGrantCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();
  @Mixin private ProjectOption project = new ProjectOption();
  @Mixin private GrantTarget target = new GrantTarget();

  public SecretsGrantCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    place.secrets(project.name()).grant(target.name(), target.flow());
    spec.commandLine()
        .getOut()
        .println(
            PrintableText.line(
                "secret %s is granted to %s".formatted(target.name(), target.text())));
    new GrantedFlows(place, clock)
        .notes(project.name(), target.flow().stream().toList())
        .forEach(note -> spec.commandLine().getErr().println(PrintableText.line(note)));
    return ExitCode.SUCCESS;
  }
}
