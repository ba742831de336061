package dev.praetor.cli.limit;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.LimitOption;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.text.Columns;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.store.model.RunLimit;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code praetor limits list}. */
@Command(
    name = "list",
    description = "Lists the limits, with what is in progress now.",
    mixinStandardHelpOptions = true)
public final class LimitsListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();

  @Mixin private LimitOption shown = new LimitOption();

  @Option(names = "--json", description = "Prints the limits as a JSON array.")
  private boolean json;

  @Override
  public Integer call() {
    List<RunLimit> all = place.limits().list();
    List<RunLimit> limits = shown.of(all);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(document(limits).toPrettyString());
    } else if (limits.isEmpty()) {
      out.println("No limits. Set one with praetor limits set NAME N" + place.again());
    } else {
      int width =
          limits.stream()
              .mapToInt(limit -> Columns.of(PrintableText.line(limit.name())))
              .max()
              .orElse(0);
      limits.forEach(limit -> out.println(line(limit, width)));
      shown.printRest(all, out);
    }
    return ExitCode.SUCCESS;
  }

  private static ArrayNode document(List<RunLimit> limits) {
    ArrayNode all = JsonMapper.shared().createArrayNode();
    limits.forEach(limit -> all.add(document(limit)));
    return all;
  }

  static ObjectNode document(RunLimit limit) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("scope", limit.scope().text())
        .put("name", limit.name())
        .put("limit", limit.most())
        .put("used", limit.used())
        .put("by", limit.author())
        .put("set", limit.time().toString());
  }

  static String line(RunLimit limit, int width) {
    return "%-4s  %s  %,d of %,d in use, set %s%s"
        .formatted(
            limit.scope().text(),
            Columns.pad(PrintableText.line(limit.name()), width),
            limit.used(),
            limit.most(),
            TimeFormat.local(limit.time()),
            limit.author().isEmpty() ? "" : " by " + PrintableText.line(limit.author()));
  }
}
