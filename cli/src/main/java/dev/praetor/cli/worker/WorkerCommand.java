package dev.praetor.cli.worker;

import dev.praetor.PraetorException;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.RefusedKey;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.cli.run.StopSignals;
import dev.praetor.cli.terminal.ServiceLog;
import dev.praetor.cli.terminal.TaskOutput;
import dev.praetor.client.ServerRefused;
import dev.praetor.store.RunStore;
import dev.praetor.worker.RunnerStarter;
import dev.praetor.worker.ServerLink;
import dev.praetor.worker.StoreLink;
import dev.praetor.worker.Worker;
import dev.praetor.worker.WorkerIdentity;
import dev.praetor.worker.WorkerLink;
import dev.praetor.worker.WorkerSettings;
import dev.praetor.worker.runner.Servers;
import java.io.PrintWriter;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor worker}. */
@Command(
    name = "worker",
    description = {
      "Runs the registered flows of a home, of a PostgreSQL database, or of a server.",
      "Each package runs in a process of its own, which is kept for its next run. Several workers"
          + " on one database share the runs; what a worker or a process that died leaves is"
          + " resumed by the others."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "SIGTERM, Ctrl-C or praetor workers drain ends the worker: it starts nothing more, and its runs"
          + " have 30 seconds to end. What has not ended by then is resumed by other workers.",
      "Examples:",
      "  praetor worker",
      "  praetor worker --pool reports --label gpu --label region=eu --name big",
      "  praetor worker --store jdbc:postgresql://localhost/praetor --slots 20",
      "  praetor worker --server http://127.0.0.1:4200"
    })
public final class WorkerCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreArguments place = new StoreArguments();
  @Mixin private WorkerServers servers = new WorkerServers();
  @Mixin private WorkerOptions options = new WorkerOptions();
  @Mixin private RunnerOptions runners = new RunnerOptions();

  public WorkerCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    TaskOutput.captureLogging();
    try (ServiceLog log = ServiceLog.begin(options.logFormat(), clock)) {
      return work(log);
    }
  }

  private int work(ServiceLog log) throws InterruptedException {
    WorkerIdentity self = options.identity(runners.slots(), spec);
    List<URI> addresses = servers.addresses(place);
    if (addresses.isEmpty()) {
      RunnerStarter starter = runners.starter(place);
      try (RunStore store = place.open()) {
        return work(self, new StoreLink(store), place.secrets(), starter, log);
      }
    }
    WorkerKey key = servers.key(place.home());
    Servers all = servers.all(addresses, key);
    ServerLink link = servers.link(all, key);
    RunnerStarter starter = runners.starter(link, all, key, place.home());
    return work(self, link, List.of(all.key()), starter, log);
  }

  private int work(
      WorkerIdentity self,
      WorkerLink link,
      List<String> secrets,
      RunnerStarter starter,
      ServiceLog log)
      throws InterruptedException {
    PrintWriter err = log.writer(WorkerCommand.class.getName());
    CountDownLatch stopped = new CountDownLatch(1);
    WorkerSettings settings = WorkerSettings.DEFAULT.withSecrets(secrets);
    try (StopSignals signals = new StopSignals(err, "The worker ends.");
        Worker worker = new Worker(self, link, settings, starter, log::passOn, clock)) {
      signals.stops(_ -> stopped.countDown());
      var _ = worker.drained().whenComplete((_, _) -> stopped.countDown());
      var _ = worker.ready().thenRun(() -> print("Praetor worker is ready"));
      stopped.await();
      if (worker.drained().isCompletedExceptionally()
          && worker.drained().exceptionNow() instanceof PraetorException refused) {
        throw explained(refused);
      }
    }
    return ExitCode.SUCCESS;
  }

  private static RuntimeException explained(PraetorException refused) {
    return refused instanceof ServerRefused e && e.serverCode().equals("UNAUTHENTICATED")
        ? new UsageException(
            RefusedKey.problem(e)
                + "; the worker takes its key from --key-file FILE, or from PRAETOR_API_KEY")
        : refused;
  }

  private void print(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }
}
