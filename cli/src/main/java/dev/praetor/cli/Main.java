package dev.praetor.cli;

import dev.praetor.cli.error.ErrorReport;
import dev.praetor.cli.terminal.Terminals;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The program's entry point. */
@Command(
    name = "praetor",
    description = "Runs flows: graphs of small tasks with retries, skips, maps and triggers.",
    mixinStandardHelpOptions = true,
    version = "praetor 0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  praetor run examples/hello/Hello.java -p name=Ann",
      "  praetor runs list --state failed --since 2d",
      "  praetor flow draw examples/hello/Mapping.java --format svg > mapping.svg",
      "  praetor schedule preview \"30 8 * * MON-FRI\" --zone America/New_York",
      "  praetor demo",
      "",
      "Exit status: 0 success, 1 failed, 2 usage error, 130 cancelled."
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--train-cache",
      hidden = true,
      description = "Executes common commands, to load their classes.")
  private boolean trainCache;

  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /** Executes a command line and returns its exit status. */
  static int execute(String... args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    return execute(out, err, args);
  }

  static int execute(PrintWriter out, PrintWriter err, String... args) {
    CommandFactory factory = new CommandFactory(InstantSource.system());
    CommandLine line = Commands.of(new Main(), factory, args);
    line.setOut(out).setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(ansi()));
    line.setExecutionExceptionHandler((thrown, command, parsed) -> {
      command.getErr().println(ErrorReport.explain(thrown));
      return ErrorReport.status(thrown);
    });
    return line.execute(args);
  }

  private static Ansi ansi() {
    return Terminals.isTerminal() ? Ansi.ON : Ansi.OFF;
  }

  @Override
  public void run() {
    if (trainCache) {
      PrintWriter discarded = new PrintWriter(Writer.nullWriter());
      AotTraining.run(command -> execute(discarded, discarded, command));
    }
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
