package dev.praetor.server.graphql;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.ApiError;
import dev.praetor.server.error.ErrorTranslation;
import dev.praetor.server.graphql.mistake.Mistakes;
import graphql.ErrorType;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Gives the errors of a request the codes that errors have everywhere. */
final class GraphQlErrors implements DataFetcherExceptionHandler {
  private static final String CODE = "code";

  static Map<String, Object> extensions(ApiError error) {
    Map<String, Object> extensions = new LinkedHashMap<>();
    extensions.put(CODE, error.code().name());
    extensions.put("details", error.details());
    return extensions;
  }

  @Override
  public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
      DataFetcherExceptionHandlerParameters parameters) {
    ApiError error = ErrorTranslation.of(parameters.getException());
    GraphQLError shown =
        GraphqlErrorBuilder.newError()
            .message("%s", error.message())
            .location(parameters.getSourceLocation())
            .path(parameters.getPath())
            .extensions(extensions(error))
            .build();
    return CompletableFuture.completedFuture(
        DataFetcherExceptionHandlerResult.newResult(shown).build());
  }

  /** Returns an error as it is sent, with a code. */
  static Map<String, Object> toSend(GraphQLError error, Mistakes mistakes) {
    Map<String, Object> shown = new LinkedHashMap<>();
    Map<String, Object> known = error.getExtensions();
    boolean hasCode = known != null && known.containsKey(CODE);
    boolean isOurs =
        error.getErrorType() == ErrorType.DataFetchingException
            || error.getErrorType() == ErrorType.NullValueInNonNullableField;
    ApiError translated =
        !hasCode && isOurs
            ? ErrorTranslation.of(new IllegalStateException(error.getMessage()))
            : ApiError.of(ApiCode.BAD_REQUEST, mistakes.tell(error));
    shown.put("message", translated.message());
    shown.put("locations", error.toSpecification().get("locations"));
    shown.put("path", error.getPath());
    shown.put("extensions", hasCode ? known : extensions(translated));
    shown.values().removeIf(Objects::isNull);
    return shown;
  }
}
