package dev.praetor.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sends requests in GraphQL. Thread-safe. */
record GraphQl(Connection connection) {
  /** Sends a request as it is, and returns the whole answer with its errors. */
  public JsonNode send(String query, Map<String, ? extends @Nullable Object> variables) {
    boolean isRead = !query.contains("mutation");
    return connection.json(Connection.Request.post("/graphql", body(query, variables), isRead));
  }

  /**
   * Asks a question, or makes a change, and returns the data.
   *
   * @throws ServerRefused if the answer has an error
   */
  public JsonNode data(String query, Map<String, ? extends @Nullable Object> variables) {
    JsonNode answer = send(query, variables);
    if (!answer.path("errors").isEmpty()) {
      throw Errors.ofGraphQl(connection.address(), answer.path("errors"));
    }
    return answer.path("data");
  }

  private static ObjectNode body(String query, Map<String, ? extends @Nullable Object> variables) {
    ObjectNode body = ClientJson.MAPPER.createObjectNode().put("query", query);
    ObjectNode given = body.putObject("variables");
    variables.forEach((name, value) -> given.set(name, ClientJson.MAPPER.valueToTree(value)));
    return body;
  }
}
