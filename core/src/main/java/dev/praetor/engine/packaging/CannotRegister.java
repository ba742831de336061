package dev.praetor.engine.packaging;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if flows cannot be registered from the given files: a file does not exist ({@code
 * NOT_FOUND}), is too large ({@code TOO_LARGE}), or cannot be used as it is ({@code BAD_REQUEST}).
 * Nothing is registered.
 */
public final class CannotRegister extends PraetorException {
  private static final long serialVersionUID = 1;

  private CannotRegister(
      ErrorCode code, String subject, String problem, String advice, @Nullable Throwable cause) {
    super(code, subject, problem, advice, cause);
  }

  /** Returns the error that something does not exist. */
  static CannotRegister missing(String subject, String problem, String advice) {
    return new CannotRegister(ErrorCode.NOT_FOUND, subject, problem, advice, null);
  }

  /** Returns the error that a file cannot be used as it is. */
  static CannotRegister unusable(String subject, String problem, String advice) {
    return new CannotRegister(ErrorCode.BAD_REQUEST, subject, problem, advice, null);
  }

  /** Returns the error that files are too large. */
  static CannotRegister tooLarge(String subject, String problem, String advice) {
    return new CannotRegister(ErrorCode.TOO_LARGE, subject, problem, advice, null);
  }

  /** Returns the error that flows of files cannot be loaded, for a reason that names no file. */
  static CannotRegister of(String subject, PraetorException why) {
    return new CannotRegister(
        why.code(),
        subject,
        "the flows of " + subject + " cannot be registered: " + why.getMessage(),
        "",
        why);
  }
}
