package dev.praetor.cli;

import dev.praetor.cli.error.ErrorReport;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.terminal.PrintableWriter;
import dev.praetor.cli.terminal.StandardOutput;
import dev.praetor.cli.terminal.TaskOutput;
import dev.praetor.cli.terminal.Terminals;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
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
    StandardOutput output = StandardOutput.ofProcess();
    PrintWriter out = writer(output);
    PrintWriter err = writer(new FileOutputStream(FileDescriptor.err));
    int status;
    boolean document = List.of(args).contains("--json");
    try (TaskOutput _ = TaskOutput.capture(document, InstantSource.system())) {
      status = execute(out, err, args);
    }
    boolean isLost = out.checkError();
    if (output.isClosedPipe()) {
      return ExitCode.CLOSED_PIPE; // Whoever read it has enough.
    }
    if (isLost && status == ExitCode.SUCCESS) {
      err.println("praetor: the output could not be written; is the device full?");
      return ExitCode.FAILED;
    }
    return status;
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  static int execute(PrintWriter rawOut, PrintWriter rawErr, String... args) {
    boolean colours = Terminals.hasColours();
    PrintWriter err = PrintableWriter.over(rawErr, colours);
    CommandFactory factory = new CommandFactory(InstantSource.system());
    CommandLine line = Commands.of(new Main(), factory, args);
    ColorScheme help = CommandLine.Help.defaultColorScheme(colours ? Ansi.ON : Ansi.OFF);
    line.setOut(PrintableWriter.over(rawOut, colours)).setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExpandAtFiles(false); // A value may begin with @, as in the name of a channel.
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setExecutionStrategy(parsed -> {
      if (parsed.asCommandLineList().stream().anyMatch(Main::isHelp)) {
        // Help texts contain nothing of users, and their colours are escape sequences.
        line.setOut(rawOut).setColorScheme(help);
      }
      return new CommandLine.RunLast().execute(parsed);
    });
    line.setExecutionExceptionHandler((thrown, command, parsed) -> {
      err.println(ErrorReport.explain(thrown));
      return ErrorReport.status(thrown);
    });
    return line.execute(args);
  }

  private static boolean isHelp(CommandLine command) {
    return command.isUsageHelpRequested() || command.isVersionHelpRequested();
  }

  @Override
  public void run() {
    if (trainCache) {
      PrintWriter discarded = new PrintWriter(Writer.nullWriter());
      AotTraining.run(command -> execute(discarded, discarded, command), InstantSource.system());
    }
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
