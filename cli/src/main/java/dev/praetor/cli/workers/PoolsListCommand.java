package dev.praetor.cli.workers;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.LimitOption;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.place.WorkerBook;
import dev.praetor.cli.text.Columns;
import dev.praetor.store.worker.StoredPool;
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

/** {@code praetor pools list}. */
@Command(
    name = "list",
    description = "Lists the pools, with their workers and the runs that are in progress or wait.",
    mixinStandardHelpOptions = true)
public final class PoolsListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();

  @Mixin private LimitOption limit = new LimitOption();

  @Option(names = "--json", description = "Prints the pools as a JSON array.")
  private boolean json;

  @Override
  public Integer call() {
    List<StoredPool> all = read();
    List<StoredPool> pools = limit.of(all);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode array = JsonMapper.shared().createArrayNode();
      pools.forEach(pool -> PoolText.write(pool, array.addObject()));
      out.println(array.toPrettyString());
    } else if (pools.isEmpty()) {
      out.println("No pools: nothing is recorded yet");
    } else {
      int width = pools.stream().mapToInt(pool -> Columns.of(pool.name())).max().orElse(0);
      pools.forEach(
          pool -> out.println(Columns.pad(pool.name(), width) + "  " + PoolText.line(pool)));
      limit.printRest(all, out);
    }
    return ExitCode.SUCCESS;
  }

  private List<StoredPool> read() {
    Optional<WorkerBook> opened = place.workersIfThere();
    if (opened.isEmpty()) {
      return List.of();
    }
    try (WorkerBook workers = opened.get()) {
      return workers.pools();
    }
  }
}
