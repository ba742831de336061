package dev.praetor.cli.secret;

import dev.praetor.cli.error.UsageException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments that say to which flow a secret is granted. */
public final class GrantTarget {
  @Parameters(index = "0", paramLabel = "NAME", description = "The name of the secret.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FLOW",
      description = "The flow whose tasks declare the secret: its name, or PROJECT/NAME.")
  private @Nullable String flow;

  @Option(names = "--all-flows", description = "All flows of the project, instead of one.")
  private boolean allFlows;

  String name() {
    return name;
  }

  /** Returns the flow; empty for all flows. */
  Optional<String> flow() {
    if (allFlows == (flow != null)) {
      throw new UsageException("name one flow, or give --all-flows");
    }
    return Optional.ofNullable(flow);
  }

  /** Returns the flows in words. */
  String text() {
    return flow().map(name -> "flow '" + name + "'").orElse("all flows");
  }
}
