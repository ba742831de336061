package dev.praetor.cli.variable;

import dev.praetor.Variable;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.ProjectOption;
import dev.praetor.cli.option.ValueInput;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.store.variable.Variables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor variables set}. */
@Command(
    name = "set",
    description = "Sets a variable, or replaces its value.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Without VALUE, the value comes from a file; or from a prompt on the terminal; or from standard"
          + " input, without the line break at its end. A value that begins with - stands after --.",
      "Examples:",
      "  praetor variables set CHANNEL '#general'",
      "  praetor variables set LOWEST -- -5",
      "  praetor variables set OFFICES --value-file offices.json --project staging"
    })
public final class VariablesSetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();
  @Mixin private ProjectOption project = new ProjectOption();

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "The name, as in Variable.named(\"NAME\").")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VALUE",
      description = "The value, a text of at most 64 KB.")
  private @Nullable String value;

  @Option(
      names = "--value-file",
      paramLabel = "FILE",
      description = "The file with the value, which is stored exactly as it is.")
  private @Nullable Path file;

  @Override
  public Integer call() throws IOException {
    Variable variable = named(name);
    boolean isNew = place.variables(project.name()).set(variable, given());
    spec.commandLine()
        .getOut()
        .println("variable " + PrintableText.line(name) + (isNew ? " is stored" : " is replaced"));
    return ExitCode.SUCCESS;
  }

  private String given() throws IOException {
    String argument = value;
    if (argument != null && file != null) {
      throw new UsageException("give the value as an argument or with --value-file, not both");
    }
    return argument == null
        ? new ValueInput("variable '" + name + "'", Variables.LARGEST, false).read(file)
        : argument;
  }

  private static Variable named(String name) {
    try {
      return Variable.named(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
