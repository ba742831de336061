package dev.praetor.cli.flows;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.ParameterOptions;
import dev.praetor.cli.option.StartTerms;
import dev.praetor.cli.place.StoreRuns;
import dev.praetor.cli.runs.FollowedRun;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.cli.terminal.Terminals;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.RunPrinter;
import dev.praetor.embedded.registered.RegisteredDoor;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.engine.spec.FlowDescription;
import dev.praetor.engine.spec.FlowSpecReader;
import dev.praetor.store.RunStore;
import dev.praetor.store.history.StoredDocument;
import dev.praetor.store.model.RegisteredVersion;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.signal.Subscription;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
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
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The run waits for a process with the code of its version; praetor runs why says for what.",
      "With --wait or --follow, the exit status is that of the run: 0 success, 1 failed, 130"
          + " cancelled. Ctrl-C does not cancel the run."
    })
public final class FlowsRunCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RegisteredTarget target = new RegisteredTarget();
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
    try (RunStore store = target.open()) {
      RegisteredVersion version = version(store);
      FlowDescription described = FlowSpecReader.read(store.registeredFlows().spec(version).json());
      RegisteredDoor.Entered entered =
          new RegisteredDoor(store, clock)
              .enter(
                  new RegisteredDoor.Request(
                      Registration.DEFAULT_PROJECT,
                      target.name(),
                      Optional.of(version.number()),
                      parameters.read(described),
                      terms.due(clock.instant()),
                      Optional.ofNullable(name),
                      terms.entry(),
                      CurrentUser.name()));
      boolean stays = wait || follow;
      print(entered, version, stays);
      return stays ? await(store, entered.run(), out) : ExitCode.SUCCESS;
    }
  }

  private RegisteredVersion version(RunStore store) {
    return number == null
        ? target.flow(store.registeredFlows()).current()
        : target.version(store.registeredFlows(), number);
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
              .put("flow", version.flow())
              .put("version", version.number())
              .toPrettyString());
    }
    out.flush();
  }

  private int await(RunStore store, RunId id, PrintWriter out) throws InterruptedException {
    StoredRun run =
        follow
            ? new FollowedRun(new StoreRuns(store), clock).await(find(store, id), !json)
            : ended(store, id);
    if (json) {
      StoredDocument.write(store, run, out);
    } else if (follow) {
      out.print(
          new RunPrinter(new StoreRuns(store), run, false)
              .page(clock.instant(), Terminals.width()));
    } else {
      String message = run.state().message();
      out.println(
          PrintableText.line(run.state().name() + (message.isEmpty() ? "" : ": " + message)));
    }
    out.flush();
    return status(run.state());
  }

  private static StoredRun find(RunStore store, RunId id) {
    return store.find(id).orElseThrow(() -> StoreFailed.noRun(id));
  }

  private static StoredRun ended(RunStore store, RunId id) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    try (Subscription _ = store.ends().await(id, ended::countDown)) {
      ended.await();
    }
    return find(store, id);
  }

  private static int status(State state) {
    return switch (state) {
      case State.Successful _ -> ExitCode.SUCCESS;
      case State.Cancelled _ -> ExitCode.CANCELLED;
      default -> ExitCode.FAILED;
    };
  }
}
