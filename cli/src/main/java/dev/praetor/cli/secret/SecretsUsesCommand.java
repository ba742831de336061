package dev.praetor.cli.secret;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.ProjectOption;
import dev.praetor.cli.option.Shown;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.store.secret.StoredSecret;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code praetor secrets uses}. */
@Command(
    name = "uses",
    description = "Lists the runs on servers that read a secret, the last one first.",
    mixinStandardHelpOptions = true)
public final class SecretsUsesCommand implements Callable<Integer> {
  private static final int MOST = 1_000;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();
  @Mixin private ProjectOption project = new ProjectOption();

  @Parameters(paramLabel = "NAME", description = "The name of the secret.")
  private String name = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "The largest number of runs, up to 1,000; 50 by default.")
  private int limit = 50;

  @Option(names = "--json", description = "Prints the runs as a JSON array.")
  private boolean json;

  @Override
  public Integer call() {
    if (limit < 1 || limit > MOST) {
      throw new UsageException("--limit is from 1 to 1,000, not " + limit);
    }
    int most = Math.min(Shown.toRead(limit), MOST);
    Shown<StoredSecret.Use> shown = Shown.of(place.secrets(project.name()).uses(name, most), limit);
    List<StoredSecret.Use> uses = shown.elements();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode all = JsonMapper.shared().createArrayNode();
      uses.forEach(use -> all.add(document(use)));
      out.println(all.toPrettyString());
    } else if (uses.isEmpty()) {
      out.println("No run on a server has read it in the last 30 days.");
    } else {
      uses.forEach(use ->
          out.println(
              "%s  run %s of %s, %,d reads"
                  .formatted(
                      TimeFormat.local(use.last()),
                      use.run(),
                      PrintableText.line(use.flow()),
                      use.reads())));
      shown.printRest(out);
    }
    return ExitCode.SUCCESS;
  }

  static ObjectNode document(StoredSecret.Use use) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("run", use.run())
        .put("flow", use.flow())
        .put("first", use.first().toString())
        .put("last", use.last().toString())
        .put("reads", use.reads());
  }
}
