package dev.praetor;

/** Thrown if a task may not read a secret or the secret does not exist. */
public final class SecretUnavailable extends PraetorException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception for a secret.
   *
   * @param secret the name of the secret
   * @param problem the reason why the secret is not available
   * @param advice the remedy; empty where there is none
   */
  public SecretUnavailable(String secret, String problem, String advice) {
    super(ErrorCode.SECRET_UNAVAILABLE, "secret '" + secret + "'", problem, advice);
  }
}
