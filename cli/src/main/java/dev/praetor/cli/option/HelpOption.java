package dev.praetor.cli.option;

import picocli.CommandLine.Option;

/**
 * The option {@code --help} of a command whose {@code --version} is the version of a flow. The
 * library prints the help, so nobody reads the field.
 */
@SuppressWarnings("unused")
public final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  private boolean help;
}
