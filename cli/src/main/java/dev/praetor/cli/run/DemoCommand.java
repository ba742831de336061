package dev.praetor.cli.run;

import static dev.praetor.Praetor.with;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.TaskRun;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.ApprovalAnswers;
import dev.praetor.cli.option.HistoryOptions;
import dev.praetor.cli.secret.SecretSources;
import dev.praetor.cli.terminal.RunView;
import dev.praetor.cli.terminal.RunViews;
import dev.praetor.cli.terminal.Screen;
import dev.praetor.cli.terminal.TaskOutput;
import dev.praetor.cli.terminal.Terminals;
import dev.praetor.cli.terminal.WaitsView;
import dev.praetor.cli.text.FailureReport;
import dev.praetor.cli.text.FlowPrinter;
import dev.praetor.cli.text.StateStyle;
import dev.praetor.embedded.StartOptions;
import dev.praetor.examples.marvin.Demo;
import dev.praetor.examples.marvin.DemoFlows;
import dev.praetor.store.history.ShortText;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code praetor demo}. */
@Command(
    name = "demo",
    description = "Runs the two flows of a standup bot for a team of eight.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "One member of the team cannot be reached at the first attempt and another one never,"
          + " so the first flow fails. That is part of the demo: its exit status is 0.",
      "Without MARVIN_TOKEN in the environment the example uses a token that opens nothing."
    })
public final class DemoCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private HistoryOptions keeping = new HistoryOptions();

  @Option(names = "--json", description = "Prints only both runs, as JSON.")
  private boolean json;

  public DemoCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    TaskOutput.captureLogging();
    try (StoreSession history = StoreSession.of(keeping)) {
      return show(history);
    }
  }

  private int show(StoreSession history) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintStream messages = json ? new PrintStream(PrintStream.nullOutputStream()) : System.out;
    Demo demo = Demo.onSampleTeam(messages, DemoFlows.DELAY);
    LocalRunner.Finished reminder = run(demo.reminder(), history, List.of(with("office", "DC")));
    if (!json) {
      printReminders(out, demo.reminder(), reminder);
    }
    LocalRunner.Finished standup = run(demo.standup(), history, List.of());
    if (json) {
      ObjectNode both = JsonMapper.shared().createObjectNode();
      both.set("reminder", reminder.document(demo.reminder()));
      both.set("standup", standup.document(demo.standup()));
      out.println(both.toPrettyString());
    } else {
      out.println(FlowPrinter.summary(standup.run(), Terminals.width()));
    }
    return ExitCode.SUCCESS;
  }

  private LocalRunner.Finished run(Flow<?> flow, StoreSession history, List<Argument> arguments)
      throws InterruptedException {
    RunView view =
        json ? new WaitsView(spec.commandLine().getErr()) : RunViews.forTerminal(flow, clock);
    if (!json) {
      Screen.STANDARD.println(
          "\n── " + flow.name() + " " + "─".repeat(Math.max(0, 60 - flow.name().length())));
    }
    NewRun entrance = new NewRun(flow, StartOptions.NONE, arguments);
    return runner(view, history).run(SecretSources.EXAMPLE, entrance, ApprovalAnswers.ASK);
  }

  private LocalRunner runner(RunView view, StoreSession history) {
    return new LocalRunner(
        spec.commandLine().getOut(),
        spec.commandLine().getErr(),
        view,
        settings -> settings,
        history);
  }

  private static void printReminders(PrintWriter out, Flow<?> flow, LocalRunner.Finished finished) {
    out.println();
    for (TaskRun needed : finished.run().taskRuns("is_reminder_needed")) {
      TaskRun sent = finished.run().taskRun("send_reminder", needed.index());
      String line =
          switch (sent.state().name()) {
            case "Success" ->
                "was reminded" + (sent.attempts() > 1 ? ", at attempt " + sent.attempts() : "");
            case "Skipped" -> "was skipped: " + needed.state().message();
            default ->
                "could not be reached in "
                    + sent.attempts()
                    + " attempts: "
                    + ShortText.firstLine(sent.state().message());
          };
      out.println("  " + StateStyle.icon(sent.state().type()) + " " + needed.label() + " " + line);
    }
    out.println(FlowPrinter.summary(finished.run(), Terminals.width()));
    out.print(FailureReport.of(flow, finished.run()));
    out.println();
  }
}
