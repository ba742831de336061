package dev.praetor.cli.variable;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.ProjectOption;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.text.PrintableText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor variables delete}. */
@Command(name = "delete", description = "Deletes a variable.", mixinStandardHelpOptions = true)
public final class VariablesDeleteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();
  @Mixin private ProjectOption project = new ProjectOption();

  @Parameters(paramLabel = "NAME", description = "The name of the variable.")
  private String name = "";

  @Override
  public Integer call() {
    if (!place.variables(project.name()).delete(name)) {
      throw MissingVariable.of(name, project.name(), place);
    }
    spec.commandLine().getOut().println("variable " + PrintableText.line(name) + " is deleted");
    return ExitCode.SUCCESS;
  }
}
