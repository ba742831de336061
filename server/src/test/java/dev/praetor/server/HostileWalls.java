package dev.praetor.server;

import graphql.language.FieldDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests of an administrator of one project about another one, also broken ones.
 *
 * @param key the key of the administrator
 * @param run a run of the other project
 * @param operations all questions and changes, about the other project
 */
record HostileWalls(String key, String run, List<String> operations) {
  HostileWalls {
    operations = List.copyOf(operations);
  }

  static HostileWalls of(String key, String run) {
    ProjectWalls walls =
        new ProjectWalls(
            Map.of(
                "id", "\"" + run + "\"",
                "run", "\"" + run + "\"",
                "node", "\"one\"",
                "task", "\"one\"",
                "flow", "\"labmark/labmark-flow\"",
                "name", "\"labmark/labmark-flow\"",
                "schedule", "\"labmark/labmark-flow\"",
                "expect", "-7",
                "first", "5"));
    List<String> all = new ArrayList<>();
    for (String root : List.of("query", "mutation")) {
      String type = root.equals("query") ? "Query" : "Mutation";
      for (FieldDefinition field : ProjectWalls.fields(type)) {
        all.add(walls.operation(root, field));
      }
    }
    return new HostileWalls(key, run, all);
  }

  HostileRequest next(Random random) {
    if (random.nextInt(4) == 0) {
      String path =
          HostileText.one(
              random,
              List.of(
                  "/logs",
                  "/document",
                  "/record",
                  "/results/one",
                  "/results/one/0",
                  "/artifacts/x",
                  "/logs?format=jsonl"));
      String id = random.nextBoolean() ? run : run.substring(0, random.nextInt(1, run.length()));
      return HostileRequest.of("GET /api/runs/" + id + path, key, "");
    }
    String operation = HostileText.one(random, operations);
    String sent = random.nextBoolean() ? operation : HostileText.broken(random, operation);
    String body = JsonMapper.shared().writeValueAsString(Map.of("query", sent));
    return HostileRequest.of("POST /graphql", key, body);
  }
}
