package dev.praetor.engine.loading;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;
import java.util.List;

/**
 * A source file, jar or class whose flows cannot be had: it does not exist ({@code NOT_FOUND}), has
 * no flow of a name ({@code NOT_FOUND}), or cannot be used as it is ({@code BAD_REQUEST}).
 */
public final class CannotLoadFlows extends PraetorException {
  private static final long serialVersionUID = 1;
  private final transient List<String> flows;

  private CannotLoadFlows(
      ErrorCode code, String target, String problem, String advice, List<String> flows) {
    super(code, target, problem, advice);
    this.flows = List.copyOf(flows);
  }

  /** A target that does not exist. */
  static CannotLoadFlows missing(String target, String problem) {
    return new CannotLoadFlows(ErrorCode.NOT_FOUND, target, problem, "", List.of());
  }

  /** A target that exists and cannot be used. */
  static CannotLoadFlows unusable(String target, String problem, String advice) {
    return new CannotLoadFlows(ErrorCode.BAD_REQUEST, target, problem, advice, List.of());
  }

  /** A target without a flow of a name. */
  static CannotLoadFlows unknown(String target, String name, List<String> flows) {
    return new CannotLoadFlows(
        ErrorCode.NOT_FOUND,
        target,
        target + " has no flow '" + name + "'; it has " + String.join(", ", flows),
        "",
        flows);
  }

  /** A target with several flows, of which none was named. */
  static CannotLoadFlows several(String target, List<String> flows) {
    return new CannotLoadFlows(
        ErrorCode.BAD_REQUEST,
        target,
        target + " has several flows: " + String.join(", ", flows),
        "name one of them",
        flows);
  }

  /** The names of the flows there are, where one of them has to be named; otherwise empty. */
  public List<String> flows() {
    return flows;
  }
}
