package dev.praetor.cli.cache;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.store.RunStore;
import dev.praetor.store.cache.CachedResults;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code praetor cache list}. */
@Command(
    name = "list",
    description = "Lists cached results, the newest first, with the task run that made each.",
    mixinStandardHelpOptions = true)
public final class CacheListCommand implements Callable<Integer> {
  private static final int ID = 18;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreArguments options = new StoreArguments();
  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "The greatest number of results; by default ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--json", description = "Prints the results as a JSON array.")
  private boolean json;

  @Override
  public Integer call() {
    List<CachedResults.Listed> results = read();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode all = JsonMapper.shared().createArrayNode();
      results.forEach(each -> all.add(document(each)));
      out.println(all.toPrettyString());
    } else if (results.isEmpty()) {
      out.println("No cached results.");
    } else {
      results.forEach(each -> out.println(line(each)));
    }
    return ExitCode.SUCCESS;
  }

  private List<CachedResults.Listed> read() {
    Optional<RunStore> opened = options.openIfThere();
    if (opened.isEmpty()) {
      return List.of();
    }
    try (RunStore store = opened.get()) {
      return store.cachedResults().list(selection.in(store), Math.max(1, limit));
    }
  }

  private static ObjectNode document(CachedResults.Listed result) {
    ObjectNode one = JsonMapper.shared().createObjectNode();
    one.put("flow", result.flow()).put("taskRun", result.taskRun()).put("run", result.run());
    one.put("made", result.made().toString());
    one.put("until", result.until().map(Object::toString).orElse(null));
    one.put("characters", result.characters());
    return one;
  }

  private static String line(CachedResults.Listed result) {
    String until =
        result.until().map(time -> "until " + TimeFormat.local(time)).orElse("without limit");
    return PrintableText.line(
        "%s/%s  made %s by run %s, used %s, %,d characters"
            .formatted(
                result.flow(),
                result.taskRun(),
                TimeFormat.local(result.made()),
                result.run().substring(0, Math.min(ID, result.run().length())),
                until,
                result.characters()));
  }
}
