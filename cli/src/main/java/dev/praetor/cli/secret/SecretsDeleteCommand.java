package dev.praetor.cli.secret;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.ProjectOption;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.text.PrintableText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor secrets delete}. */
@Command(
    name = "delete",
    description = "Deletes a secret with its grants.",
    mixinStandardHelpOptions = true)
public final class SecretsDeleteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();
  @Mixin private ProjectOption project = new ProjectOption();

  @Parameters(paramLabel = "NAME", description = "The name of the secret.")
  private String name = "";

  @Override
  public Integer call() {
    if (!place.secrets(project.name()).delete(name)) {
      throw new UsageException(
          "there is no stored secret '" + name + "'; praetor secrets list shows all");
    }
    spec.commandLine().getOut().println("secret " + PrintableText.line(name) + " is deleted");
    return ExitCode.SUCCESS;
  }
}
