package dev.praetor.cli.variable;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.ProjectOption;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.store.variable.StoredVariable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor variables get}. */
@Command(
    name = "get",
    description = "Prints the stored value of a variable.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Control characters are shown as escapes; --json prints the value exactly.",
      "Exit status: 0 success, 2 there is no such variable."
    })
public final class VariablesGetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();
  @Mixin private ProjectOption project = new ProjectOption();

  @Parameters(paramLabel = "NAME", description = "The name of the variable.")
  private String name = "";

  @Option(names = "--json", description = "Prints the variable as a JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    StoredVariable found =
        place
            .variables(project.name())
            .find(name)
            .orElseThrow(() -> MissingVariable.of(name, project.name(), place));
    spec.commandLine()
        .getOut()
        .println(json ? VariableText.document(found).toPrettyString() : found.value());
    return ExitCode.SUCCESS;
  }
}
