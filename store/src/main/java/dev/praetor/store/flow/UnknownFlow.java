package dev.praetor.store.flow;

import dev.praetor.ErrorCode;
import dev.praetor.store.model.RegisteredFlow;
import dev.praetor.store.model.StoreFailed;
import java.util.List;

/** The errors that there is no such flow, or no such version of it. */
public final class UnknownFlow {
  private UnknownFlow() {}

  /**
   * Returns the error that a flow is not registered.
   *
   * @param names the names of flows that are, of which the most similar one is named
   */
  public static StoreFailed notRegistered(String project, String flow, List<String> names) {
    return new StoreFailed(
        ErrorCode.NOT_FOUND,
        "flow '" + flow + "'",
        "no flow '%s' is registered in project '%s'".formatted(flow, project),
        SimilarName.advice(flow, names));
  }

  /** Returns the error that a flow has no version of a number. */
  public static StoreFailed noVersion(RegisteredFlow flow, int number) {
    return new StoreFailed(
        ErrorCode.NOT_FOUND,
        "flow '" + flow.name() + "'",
        "flow '%s' has no version %d".formatted(flow.name(), number),
        "list its versions to see their numbers");
  }
}
