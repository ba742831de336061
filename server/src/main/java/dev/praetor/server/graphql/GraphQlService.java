package dev.praetor.server.graphql;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.graphql.change.Changes;
import dev.praetor.server.graphql.read.Questions;
import dev.praetor.server.graphql.read.Reads;
import dev.praetor.server.graphql.schema.ExecutableSchema;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.server.http.Answer;
import dev.praetor.server.http.Call;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Executes the requests of GraphQL. Thread-safe. */
public final class GraphQlService {
  private static final JsonMapper JSON = JsonMapper.shared();
  private final Questions questions;
  private final GraphQL graphql;

  public GraphQlService(Reads reads) {
    this.questions = new Questions(reads);
    List<TypeCode<?>> code = new ArrayList<>(questions.all());
    code.addAll(new Changes(reads).all());
    this.graphql =
        GraphQL.newGraphQL(ExecutableSchema.of(code))
            .defaultDataFetcherExceptionHandler(new GraphQlErrors())
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
    Request request = read(call.text());
    ExecutionResult result =
        graphql.execute(
            ExecutionInput.newExecutionInput(request.query())
                .variables(request.variables())
                .operationName(request.operation())
                .dataLoaderRegistry(questions.loaders())
                .build());
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    if (!result.getErrors().isEmpty()) {
      answer.put("errors", result.getErrors().stream().map(GraphQlErrors::toSend).toList());
    }
    if (result.isDataPresent()) {
      answer.put("data", result.getData());
    }
    return Answer.json(200, JSON.valueToTree(answer));
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
