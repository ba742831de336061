package dev.praetor;

/** Thrown if a variable does not exist or its text is not of the kind that is asked for. */
public final class VariableUnavailable extends PraetorException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception for a variable.
   *
   * @param variable the name of the variable
   * @param problem the reason why the variable is not available
   * @param advice the remedy; empty where there is none
   */
  public VariableUnavailable(String variable, String problem, String advice) {
    super(ErrorCode.VARIABLE_UNAVAILABLE, "variable '" + variable + "'", problem, advice);
  }
}
