package dev.praetor.cli.option;

import dev.praetor.Flow;
import dev.praetor.cli.error.UsageException;
import dev.praetor.engine.loading.CannotLoadFlows;
import dev.praetor.engine.loading.FlowLoader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --flow}, which selects a flow of a target. */
public final class FlowOption {
  @Option(
      names = "--flow",
      paramLabel = "NAME",
      description = "The flow to use if the target has several.")
  private @Nullable String flow;

  /** Returns whether the option was given. */
  public boolean isGiven() {
    return flow != null;
  }

  /** Loads the selected flow of a target, or its only flow. */
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
              + " has several flows; choose one with --flow NAME: "
              + String.join(", ", e.flows()));
    }
  }
}
