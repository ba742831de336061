package dev.praetor.server.graphql;

import dev.praetor.server.audit.Audit;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.graphql.change.Changes;
import dev.praetor.server.graphql.live.SubscriptionCode;
import dev.praetor.server.graphql.live.SubscriptionStream;
import dev.praetor.server.graphql.mistake.Mistakes;
import dev.praetor.server.graphql.read.Questions;
import dev.praetor.server.graphql.read.Reads;
import dev.praetor.server.graphql.schema.ExecutableSchema;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.server.http.Answer;
import dev.praetor.server.http.Call;
import dev.praetor.server.live.EventStreams;
import dev.praetor.server.live.Live;
import graphql.ErrorType;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphqlErrorBuilder;
import graphql.execution.AsyncExecutionStrategy;
import graphql.language.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Executes the requests of GraphQL. Thread-safe. */
public final class GraphQlService {
  private static final Logger LOG = LoggerFactory.getLogger(GraphQlService.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private final Questions questions;
  private final EventStreams streams;
  private final SubscriptionStream subscriptions;
  private final GraphQL graphql;

  /**
   * Creates the service.
   *
   * @param live the changes that subscriptions follow
   * @param audit records what callers change, and what is refused to them
   */
  public GraphQlService(Reads reads, Live live, Audit audit) {
    this.streams = live.streams();
    this.subscriptions = new SubscriptionStream(reads.store(), reads.queries(), live);
    this.questions = new Questions(reads);
    List<TypeCode<?>> code = new ArrayList<>(questions.all());
    code.addAll(new Changes(reads).all());
    code.add(new SubscriptionCode(reads.store()).all());
    this.graphql =
        GraphQL.newGraphQL(ExecutableSchema.of(code, audit))
            .defaultDataFetcherExceptionHandler(new GraphQlErrors())
            // An operation of a subscription is executed once for each of its events.
            .subscriptionExecutionStrategy(new AsyncExecutionStrategy(new GraphQlErrors()))
            .preparsedDocumentProvider(new CheckedDocuments())
            .instrumentation(QueryLimits.DEFAULT.instrumentation())
            .build();
  }

  /** A request as it is sent. */
  private record Request(
      String query, Map<String, @Nullable Object> variables, @Nullable String operation) {}

  /**
   * Answers a request; errors within it are a part of the answer.
   *
   * @throws RequestRefused if it is no request of GraphQL
   */
  public Answer answer(Call call) {
    return Answer.json(200, execute(read(call.text()), Map.of()));
  }

  /**
   * Answers a request with a stream of events: a subscription with many, any other operation with
   * one.
   *
   * @throws RequestRefused if it is no request of GraphQL
   */
  public Answer stream(Call call) {
    Request request = read(call.text());
    return streams.answer(out -> subscriptions.write(context -> execute(request, context), out));
  }

  private JsonNode execute(Request request, Map<?, Object> context) {
    ExecutionInput input =
        ExecutionInput.newExecutionInput(request.query())
            .variables(request.variables())
            .operationName(request.operation())
            .locale(Mistakes.LANGUAGE)
            .graphQLContext(context)
            .dataLoaderRegistry(questions.loaders())
            .build();
    ExecutionResult result = result(input);
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    if (!result.getErrors().isEmpty()) {
      Mistakes mistakes =
          new Mistakes(
              graphql.getGraphQLSchema(),
              Optional.ofNullable(input.getGraphQLContext().get(Document.class)));
      answer.put(
          "errors",
          result.getErrors().stream().map(error -> GraphQlErrors.toSend(error, mistakes)).toList());
    }
    if (result.isDataPresent()) {
      answer.put("data", result.getData());
    }
    return JSON.valueToTree(answer);
  }

  private ExecutionResult result(ExecutionInput input) {
    try {
      return graphql.execute(input);
    } catch (IndexOutOfBoundsException e) {
      // The library fails to check a subscription whose only field is left out by a directive.
      LOG.atDebug().setCause(e).log("an operation cannot be checked");
      return ExecutionResult.newExecutionResult()
          .addError(
              GraphqlErrorBuilder.newError()
                  .message("the operation has no field, or a directive leaves it out")
                  .errorType(ErrorType.ValidationError)
                  .build())
          .build();
    }
  }

  private static Request read(String body) {
    JsonNode request;
    try {
      request = JSON.readTree(body);
    } catch (JacksonException e) {
      throw new RequestRefused(ApiCode.BAD_REQUEST, "the body of the request is not JSON");
    }
    JsonNode query = request.path("query");
    JsonNode variables = request.path("variables");
    JsonNode operation = request.path("operationName");
    if (!request.isObject() || !query.isString()) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST,
          "the body of a request is an object {\"query\": \"…\", \"variables\": {…}}");
    }
    if (!isAbsent(variables) && !variables.isObject()) {
      throw new RequestRefused(ApiCode.BAD_REQUEST, "'variables' must be an object");
    }
    if (!isAbsent(operation) && !operation.isString()) {
      throw new RequestRefused(ApiCode.BAD_REQUEST, "'operationName' must be a text");
    }
    return new Request(
        query.asString(),
        isAbsent(variables) ? Map.of() : object(variables),
        isAbsent(operation) ? null : operation.asString());
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  @SuppressWarnings("unchecked") // The keys of an object are texts.
  private static Map<String, @Nullable Object> object(JsonNode node) {
    return JSON.convertValue(node, Map.class);
  }
}
