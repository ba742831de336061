package dev.praetor.cli.runs;

import dev.praetor.RunId;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.ParameterOptions;
import dev.praetor.cli.option.RunOptions;
import dev.praetor.cli.place.FlowCatalog;
import dev.praetor.cli.text.PlanPrinter;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.engine.spec.FlowDescription;
import dev.praetor.engine.spec.FlowSpecReader;
import dev.praetor.store.flow.UnknownFlow;
import dev.praetor.store.model.RegisteredFlow;
import dev.praetor.store.model.RegisteredVersion;
import dev.praetor.store.model.StoredRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.json.JsonMapper;

/**
 * The restart of a run of a registered flow: a new run, which waits for a process with the code.
 */
record RegisteredRestart(FlowCatalog flows, StoredRun earlier) {
  /** The options of runs in this process. */
  private static final List<String> FOREGROUND =
      List.of("--draw", "--stop-at-first-failure", "--approve", "--wait-for-approval", "--limit");

  /** Returns whether the code of the run is the package of a registered flow. */
  boolean isPossible() {
    return earlier.origin().target().isEmpty()
        && earlier.parent().isEmpty()
        && flows.find(earlier.flow()).isPresent();
  }

  /**
   * The terms of a restart.
   *
   * @param number the number of the version; the current one if absent
   */
  record Terms(String from, Optional<Integer> number, boolean onlyPlan) {}

  void restart(
      Terms terms,
      ParameterOptions parameters,
      RunOptions options,
      ParseResult line,
      PrintWriter out)
      throws IOException {
    FOREGROUND.stream()
        .filter(line::hasMatchedOption)
        .findFirst()
        .ifPresent(option -> {
          throw new UsageException(
              option + " is for a run in this process; a worker starts the restart of this run");
        });
    RegisteredVersion version = version(terms.number());
    FlowDescription described = FlowSpecReader.read(flows.spec(version).json());
    FlowCatalog.NewRestart restart =
        new FlowCatalog.NewRestart(earlier.id(), terms.from(), parameters.read(described), version);
    if (terms.onlyPlan()) {
      RestartPlan plan = flows.planRestart(restart);
      out.print(
          options.json() ? PlanPrinter.json(plan).toPrettyString() + "\n" : PlanPrinter.of(plan));
    } else {
      make(restart, options, out);
    }
    out.flush();
  }

  private void make(FlowCatalog.NewRestart restart, RunOptions options, PrintWriter out) {
    if (!options.isSilent()) {
      out.print(PlanPrinter.of(flows.planRestart(restart)));
      out.println("version %d of flow '%s'".formatted(restart.version().number(), earlier.flow()));
    }
    RunId made = flows.restart(restart);
    out.println(
        options.json()
            ? JsonMapper.shared()
                .createObjectNode()
                .put("id", made.toString())
                .put("restartOf", earlier.id().toString())
                .put("flow", restart.version().flowKey())
                .put("version", restart.version().number())
                .toPrettyString()
            : made.toString());
  }

  private RegisteredVersion version(Optional<Integer> number) {
    RegisteredFlow flow = flows.find(earlier.flow()).orElseThrow();
    return number
        .map(n -> flows.version(flow.key(), n).orElseThrow(() -> UnknownFlow.noVersion(flow, n)))
        .orElse(flow.current());
  }
}
