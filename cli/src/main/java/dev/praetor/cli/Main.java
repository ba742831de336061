package dev.praetor.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program's entry point. */
@Command(
    name = "praetor",
    description = "Runs and watches workflows.",
    mixinStandardHelpOptions = true,
    version = "praetor 0.1.0-SNAPSHOT")
public final class Main implements Runnable {

  private Main() {}

  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /** Runs one command line and gives its exit status. */
  static int execute(String... args) {
    return new CommandLine(new Main()).execute(args);
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
