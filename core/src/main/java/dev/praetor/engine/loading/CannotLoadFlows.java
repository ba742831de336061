package dev.praetor.engine.loading;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;
import java.util.List;

/**
 * Thrown if the flows of a source file, jar or class are unavailable: the target does not exist
 * ({@code NOT_FOUND}), has no flow of the given name ({@code NOT_FOUND}), or cannot be used as it
 * is ({@code BAD_REQUEST}).
 */
public final class CannotLoadFlows extends PraetorException {
  private static final long serialVersionUID = 1;
  private final transient List<String> flows;

  private CannotLoadFlows(
      ErrorCode code, String target, String problem, String advice, List<String> flows) {
    super(code, target, problem, advice);
    this.flows = List.copyOf(flows);
  }

  /** Creates the error for a target that does not exist. */
  static CannotLoadFlows missing(String target, String problem) {
    return new CannotLoadFlows(ErrorCode.NOT_FOUND, target, problem, "", List.of());
  }

  /** Creates the error for a target that exists but cannot be used. */
  static CannotLoadFlows unusable(String target, String problem, String advice) {
    return new CannotLoadFlows(ErrorCode.BAD_REQUEST, target, problem, advice, List.of());
  }

  /** Creates the error for a target without a flow of the given name. */
  static CannotLoadFlows unknown(String target, String name, List<String> flows) {
    return new CannotLoadFlows(
        ErrorCode.NOT_FOUND,
        target,
        target + " has no flow '" + name + "'; it has " + String.join(", ", flows),
        "",
        flows);
  }

  /** Creates the error for a target with several flows if none of them was named. */
  static CannotLoadFlows several(String target, List<String> flows) {
    return new CannotLoadFlows(
        ErrorCode.BAD_REQUEST,
        target,
        target + " has several flows: " + String.join(", ", flows),
        "name one of them",
        flows);
  }

  /**
   * Returns the names of the flows of the target if one of them has to be named; otherwise an empty
   * list.
   */
  public List<String> flows() {
    return flows;
  }
}
