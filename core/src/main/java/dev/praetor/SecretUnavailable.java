package dev.praetor;

/** A secret that a task may not read, or that is not there. */
public final class SecretUnavailable extends PraetorException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the error for a secret.
   *
   * @param secret the name of the secret
   * @param problem why it is not available
   * @param advice how to make it available; empty where there is no way
   */
  public SecretUnavailable(String secret, String problem, String advice) {
    super(ErrorCode.SECRET_UNAVAILABLE, "secret '" + secret + "'", problem, advice);
  }
}
