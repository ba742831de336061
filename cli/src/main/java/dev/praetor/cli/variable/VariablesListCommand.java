package dev.praetor.cli.variable;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.LimitOption;
import dev.praetor.cli.option.ProjectOption;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.text.Columns;
import dev.praetor.engine.packaging.CommandAdvice;
import dev.praetor.store.variable.StoredVariable;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** {@code praetor variables list}. */
@Command(
    name = "list",
    description = "Lists the stored variables; long values are cut.",
    mixinStandardHelpOptions = true)
public final class VariablesListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();
  @Mixin private ProjectOption project = new ProjectOption();
  @Mixin private LimitOption shown = new LimitOption();

  @Option(names = "--json", description = "Prints the variables as a JSON array.")
  private boolean json;

  @Override
  public Integer call() {
    List<StoredVariable> all = place.variables(project.name()).list();
    List<StoredVariable> variables = shown.of(all);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode array = JsonMapper.shared().createArrayNode();
      variables.forEach(variable -> array.add(VariableText.document(variable)));
      out.println(array.toPrettyString());
    } else if (variables.isEmpty()) {
      out.println(
          "No variables. Set one with praetor variables set NAME VALUE"
              + CommandAdvice.project(project.name())
              + place.again());
    } else {
      int names = width(variables, VariableText::name);
      int values = width(variables, VariableText::shown);
      variables.forEach(variable ->
          out.println(
              "%s  %s  %s"
                  .formatted(
                      Columns.pad(VariableText.name(variable), names),
                      Columns.pad(VariableText.shown(variable), values),
                      VariableText.origin(variable))));
      shown.printRest(all, out);
    }
    return ExitCode.SUCCESS;
  }

  private static int width(
      List<StoredVariable> variables, Function<StoredVariable, String> column) {
    return variables.stream().map(column).mapToInt(Columns::of).max().orElse(0);
  }
}
