package dev.praetor.server.error;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;
import dev.praetor.Problem;
import dev.praetor.ProblemsException;
import dev.praetor.store.secret.MasterKeys;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Translates exceptions into errors for callers. Messages about the store itself name files and
 * addresses of the server's machine, and those of other exceptions may contain anything; so they
 * stand in the log only, under an id that the caller gets.
 */
public final class ErrorTranslation {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorTranslation.class);

  private ErrorTranslation() {}

  /** Returns the error for an exception. An unexpected exception is logged. */
  public static ApiError of(Throwable thrown) {
    return switch (thrown) {
      case RequestRefused refused -> refused.error();
      case PraetorException known when known.code() == ErrorCode.UNAVAILABLE -> unavailable(known);
      case ProblemsException refused ->
          ApiError.of(code(refused.code()), String.valueOf(refused.getMessage()))
              .withDetails(refused.problems().stream().map(ErrorTranslation::detail).toList());
      case PraetorException known ->
          ApiError.of(code(known.code()), String.valueOf(known.getMessage()));
      case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      default -> internal(thrown);
    };
  }

  private static Map<String, Object> detail(Problem problem) {
    return Map.of("path", problem.path(), "message", problem.message());
  }

  private static ApiError unavailable(PraetorException known) {
    String id = newId();
    LOG.atWarn().addKeyValue("error", id).log("a request failed: {}", known.getMessage());
    boolean isOfSecrets = known.subject().equals(MasterKeys.SUBJECT);
    return ApiError.of(
        ApiCode.UNAVAILABLE,
        isOfSecrets
            ? "the server cannot read or write secrets, because its master key is missing or is"
                + " another one; error %s in its log says what to do".formatted(id)
            : "the store of the server cannot be used at the moment; try again, and look for error"
                + " %s in the log of the server if that does not help".formatted(id));
  }

  private static ApiError internal(Throwable thrown) {
    String id = newId();
    LOG.atError().setCause(thrown).addKeyValue("error", id).log("a request failed unexpectedly");
    return ApiError.of(ApiCode.INTERNAL, "the server failed; look for error " + id + " in its log");
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }

  private static ApiCode code(ErrorCode code) {
    return switch (code) {
      case INVALID_FLOW, INVALID_TASK, INVALID_SCHEDULE, SEARCH_GAVE_UP, BAD_REQUEST ->
          ApiCode.BAD_REQUEST;
      case INVALID_PARAMETERS -> ApiCode.INVALID_PARAMETERS;
      case NOT_FOUND -> ApiCode.NOT_FOUND;
      case CONFLICT, RUN_FAILED, SECRET_UNAVAILABLE, VARIABLE_UNAVAILABLE, OWNERSHIP_LOST ->
          ApiCode.CONFLICT;
      case TOO_LARGE -> ApiCode.TOO_LARGE;
      case TOO_COSTLY -> ApiCode.TOO_COSTLY;
      case UNAVAILABLE -> ApiCode.UNAVAILABLE;
    };
  }
}
