package dev.praetor.cli.flows;

import dev.praetor.PraetorException;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.HelpOption;
import dev.praetor.cli.option.ParameterOptions;
import dev.praetor.cli.option.StartTerms;
import dev.praetor.cli.place.FlowCatalog;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.cli.runs.FollowedRun;
import dev.praetor.cli.runs.LeftRun;
import dev.praetor.cli.terminal.Terminals;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.RunPrinter;
import dev.praetor.embedded.registered.RegisteredDoor;
import dev.praetor.engine.spec.FlowDescription;
import dev.praetor.engine.spec.FlowSpecReader;
import dev.praetor.store.model.RegisteredVersion;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code praetor flows run}. */
@Command(
    name = "run",
    description = "Makes a run of a registered flow, and prints its id.",
    footer = {
      "",
      "The run waits for a process with the code of its version; praetor runs why says for what.",
      "On a server, the key for it comes from PRAETOR_API_KEY, --key-file or a profile.",
      "With --wait or --follow, the exit status is that of the run: 0 success, 1 failed, 130"
          + " cancelled. Ctrl-C does not cancel the run."
    })
public final class FlowsRunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(FlowsRunCommand.class);

  /** The time after which a run that has not started is said to wait. */
  private static final Duration MOMENT = Duration.ofSeconds(2);

  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin
  @SuppressWarnings("unused") // The library reads it.
  private HelpOption help = new HelpOption();

  @Mixin private RegisteredTarget.Started target = new RegisteredTarget.Started();
  @Mixin private ParameterOptions parameters = new ParameterOptions();
  @Mixin private StartTerms terms = new StartTerms();

  @Option(
      names = "--version",
      paramLabel = "N",
      description = "The number of the version; by default the current one.")
  private @Nullable Integer number;

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      description = "The name of the run; by default the flow makes it.")
  private @Nullable String name;

  @Option(names = "--wait", description = "Waits until the run has ended.")
  private boolean wait;

  @Option(names = "--follow", description = "Shows changes until the run has ended.")
  private boolean follow;

  @Option(
      names = "--json",
      description = "Prints a JSON object: the new run, or with --wait the run that has ended.")
  private boolean json;

  public FlowsRunCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (FlowCatalog flows = target.open(clock)) {
      RegisteredVersion version =
          number == null ? target.flow(flows).current() : target.version(flows, number);
      FlowDescription described = FlowSpecReader.read(flows.spec(version).json());
      RegisteredDoor.Entered entered =
          flows.enter(
              new FlowCatalog.NewEntry(
                  version,
                  parameters.read(described),
                  terms.due(clock.instant()),
                  Optional.ofNullable(name),
                  terms.entry()));
      boolean stays = wait || follow;
      print(entered, version, stays);
      if (!stays) {
        return ExitCode.SUCCESS;
      }
      CountDownLatch ended = new CountDownLatch(1);
      Thread explaining =
          Thread.ofVirtual().start(() -> explain(flows.runs(), entered.run(), ended));
      try (LeftRun _ =
          new LeftRun(entered.run(), target.place().again(), spec.commandLine().getErr())) {
        return await(flows.runs(), entered.run(), out);
      } finally {
        ended.countDown();
        explaining.join();
      }
    }
  }

  /** Says why the run waits, if it does so after a moment. */
  private void explain(RecordedRuns runs, RunId id, CountDownLatch ended) {
    try {
      if (!ended.await(MOMENT.toMillis(), TimeUnit.MILLISECONDS)
          && runs.find(id).filter(StoredRun::isWaiting).isPresent()) {
        PrintWriter err = spec.commandLine().getErr();
        runs.reasons(id)
            .forEach(reason -> err.println(PrintableText.line("waits: " + reason.text())));
        err.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (PraetorException e) {
      LOG.atDebug().setCause(e).log("the reasons for which the run waits cannot be read");
    }
  }

  private void print(RegisteredDoor.Entered entered, RegisteredVersion version, boolean stays) {
    PrintWriter out = spec.commandLine().getOut();
    if (!entered.isNew()) {
      spec.commandLine().getErr().println("a run with this key was made before");
    }
    if (!json) {
      out.println(entered.run());
    } else if (!stays) {
      out.println(
          JsonMapper.shared()
              .createObjectNode()
              .put("id", entered.run().toString())
              .put("created", entered.isNew())
              .put("flow", version.flowKey())
              .put("version", version.number())
              .toPrettyString());
    }
    out.flush();
  }

  private int await(RecordedRuns runs, RunId id, PrintWriter out) throws InterruptedException {
    StoredRun run =
        follow ? new FollowedRun(runs, clock).await(find(runs, id), !json) : ended(runs, id);
    if (json) {
      runs.write(run, out);
    } else if (follow) {
      out.print(new RunPrinter(runs, run, false).page(clock.instant(), Terminals.width()));
    } else {
      String message = run.state().message();
      out.println(
          PrintableText.line(run.state().name() + (message.isEmpty() ? "" : ": " + message)));
    }
    out.flush();
    return status(run.state());
  }

  private static StoredRun find(RecordedRuns runs, RunId id) {
    return runs.find(id).orElseThrow(() -> StoreFailed.noRun(id));
  }

  private static StoredRun ended(RecordedRuns runs, RunId id) throws InterruptedException {
    runs.awaitEnd(id);
    return find(runs, id);
  }

  private static int status(State state) {
    return switch (state) {
      case State.Successful _ -> ExitCode.SUCCESS;
      case State.Cancelled _ -> ExitCode.CANCELLED;
      default -> ExitCode.FAILED;
    };
  }
}
