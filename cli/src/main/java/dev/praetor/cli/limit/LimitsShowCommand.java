package dev.praetor.cli.limit;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.store.model.RunLimit;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code praetor limits show}. */
@Command(
    name = "show",
    description = "Shows the limit of a tag, or of a flow with --flow, and what counts towards it.",
    mixinStandardHelpOptions = true)
public final class LimitsShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();
  @Mixin private LimitScope scope = new LimitScope();

  @Parameters(paramLabel = "NAME", description = "The name of the tag or flow.")
  private String name = "";

  @Option(names = "--json", description = "Prints the limit as a JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    RunLimit.Key key = new RunLimit.Key(scope.scope(), name);
    RunLimit limit =
        place.limits().list().stream()
            .filter(each -> each.key().equals(key))
            .findFirst()
            .orElseThrow(() ->
                new UsageException(
                    "there is no limit of %s '%s'; praetor limits list shows all"
                        .formatted(key.scope().text(), name)));
    List<RunLimit.Holder> holders = place.limits().holders(key);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(document(limit, holders).toPrettyString());
      return ExitCode.SUCCESS;
    }
    out.println(LimitsListCommand.line(limit, 0));
    holders.forEach(holder ->
        out.println(
            "  run %s%s"
                .formatted(
                    holder.run(),
                    holder.task().map(task -> "  " + PrintableText.line(task)).orElse(""))));
    return ExitCode.SUCCESS;
  }

  private static ObjectNode document(RunLimit limit, List<RunLimit.Holder> holders) {
    ObjectNode document = LimitsListCommand.document(limit);
    ArrayNode all = document.putArray("holders");
    for (RunLimit.Holder holder : holders) {
      ObjectNode each = all.addObject().put("run", holder.run().toString());
      holder.task().ifPresent(task -> each.put("task", task));
    }
    return document;
  }
}
