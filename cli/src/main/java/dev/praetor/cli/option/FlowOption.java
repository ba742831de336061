package dev.praetor.cli.option;

import dev.praetor.Flow;
import dev.praetor.cli.error.UsageException;
import dev.praetor.engine.loading.CannotLoadFlows;
import dev.praetor.engine.loading.FlowLoader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The choice of one flow among those of a target. */
public final class FlowOption {
  @Option(
      names = "--flow",
      paramLabel = "NAME",
      description = "Which flow, where there are several.")
  private @Nullable String flow;

  /** Tells whether a flow was named. */
  public boolean isGiven() {
    return flow != null;
  }

  /** The flow of a target that was named, or the only one it has. */
  public Flow<?> load(String target) throws IOException {
    if (flow != null) {
      return FlowLoader.named(target, flow);
    }
    try {
      return FlowLoader.only(target);
    } catch (CannotLoadFlows e) {
      if (e.flows().isEmpty()) {
        throw e;
      }
      throw new UsageException(
          target
              + " has several flows; say which one with --flow NAME: "
              + String.join(", ", e.flows()));
    }
  }
}
