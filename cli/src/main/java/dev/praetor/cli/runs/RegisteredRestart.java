package dev.praetor.cli.runs;

import dev.praetor.RunId;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.ParameterOptions;
import dev.praetor.cli.option.RunOptions;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.cli.text.PlanPrinter;
import dev.praetor.embedded.registered.RegisteredRestarts;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.engine.spec.FlowDescription;
import dev.praetor.engine.spec.FlowSpecReader;
import dev.praetor.store.RunStore;
import dev.praetor.store.flow.RegisteredFlows;
import dev.praetor.store.model.RegisteredFlow;
import dev.praetor.store.model.RegisteredVersion;
import dev.praetor.store.model.StoredRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.json.JsonMapper;

/**
 * The restart of a run of a registered flow: a new run, which waits for a process with the code.
 */
record RegisteredRestart(RunStore store, StoredRun earlier, InstantSource clock) {
  /** The options of runs in this process. */
  private static final List<String> FOREGROUND =
      List.of("--draw", "--stop-at-first-failure", "--approve", "--wait-for-approval", "--limit");

  /** Returns whether the code of a run is the package of a registered flow. */
  static boolean isOne(RunStore store, StoredRun run) {
    return run.origin().target().isEmpty()
        && run.parent().isEmpty()
        && store.registeredFlows().find(Registration.DEFAULT_PROJECT, run.flow()).isPresent();
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
    FlowDescription described = FlowSpecReader.read(store.registeredFlows().spec(version).json());
    RegisteredRestarts restarts = new RegisteredRestarts(store, clock);
    RegisteredRestarts.Request request =
        new RegisteredRestarts.Request(
            earlier.id(),
            terms.from(),
            parameters.read(described),
            Optional.of(version.number()),
            CurrentUser.name());
    if (terms.onlyPlan()) {
      RegisteredRestarts.Planned planned = restarts.plan(request);
      out.print(
          options.json()
              ? PlanPrinter.json(planned.plan()).toPrettyString() + "\n"
              : PlanPrinter.of(planned.plan()));
    } else {
      made(restarts, request, version, options, out);
    }
    out.flush();
  }

  private void made(
      RegisteredRestarts restarts,
      RegisteredRestarts.Request request,
      RegisteredVersion version,
      RunOptions options,
      PrintWriter out) {
    if (!options.isSilent()) {
      out.print(PlanPrinter.of(restarts.plan(request).plan()));
    }
    RunId made = restarts.restart(request);
    out.println(
        options.json()
            ? JsonMapper.shared()
                .createObjectNode()
                .put("id", made.toString())
                .put("restartOf", earlier.id().toString())
                .put("flow", version.flow())
                .put("version", version.number())
                .toPrettyString()
            : made.toString());
  }

  private RegisteredVersion version(Optional<Integer> number) {
    RegisteredFlow flow =
        store.registeredFlows().find(Registration.DEFAULT_PROJECT, earlier.flow()).orElseThrow();
    return number
        .map(n ->
            store
                .registeredFlows()
                .version(flow.project(), flow.name(), n)
                .orElseThrow(() -> RegisteredFlows.noVersion(flow, n)))
        .orElse(flow.current());
  }
}
