package dev.praetor.cli.secret;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.ProjectOption;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.text.PrintableText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor secrets revoke}. */
@Command(
    name = "revoke",
    description = "Takes back what praetor secrets grant gave.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Runs in progress cannot read the secret again either; what they have read, they keep."
    })
public final class SecretsRevokeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();
  @Mixin private ProjectOption project = new ProjectOption();
  @Mixin private GrantTarget target = new GrantTarget();

  @Override
  public Integer call() {
    place.secrets(project.name()).revoke(target.name(), target.flow());
    spec.commandLine()
        .getOut()
        .println(
            PrintableText.line(
                "secret %s is not granted to %s any more".formatted(target.name(), target.text())));
    return ExitCode.SUCCESS;
  }
}
