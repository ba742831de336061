package dev.praetor.server;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** Requests of GraphQL that are broken, or have a shape that no client sends. */
final class HostileGraphQl {
  /** Operations that change nothing, as what they name does not exist. */
  private static final List<String> OPERATIONS =
      List.of(
          "{ runs(first: 5) { nodes { id state taskRuns { nodes { node } } } } }",
          "query q { runs(where: {flow: {name: {_like: \"a%\"}}, created: {_gte: \"2026-01-01T00:00:00Z\"}}, orderBy: [{field: created, direction: desc}], first: 3, after: \"x\") { nodes { id } count { n } } }",
          "{ flows { nodes { name current { number package { sha256 } } defaults { parameters } schedules { id } archive { by } } } }",
          "{ run(id: \"ffffffff\") { id taskRuns(first: 3) { nodes { node inputs } } failure { message } } }",
          "{ taskRun(run: \"ffffffff\", node: \"a\", index: -1) { state } }",
          "{ runsAggregate(groupBy: [{field: flow}, {time: created, bucket: DAY, zone: \"UTC\"}], first: 3) { key count duration { avg p99 } } }",
          "{ taskRunsAggregate(where: {node: {_in: [\"a\", \"b\"]}}, groupBy: [{field: state}]) { key count } }",
          "{ logs(where: {text: {_like: \"%x%\"}}, first: 3, before: \"eA\") { nodes { text } } }",
          "{ upcoming(from: \"2026-01-01T00:00:00Z\", until: \"2026-01-02T00:00:00Z\", flow: \"none\") { at } }",
          "{ restartPlan(run: \"ffffffff\", from: \"send[3]\", version: 1) { nodes { node runs(first: 3) { why } } } }",
          "{ audit(where: {actor: {_eq: \"x\"}}, first: 3) { nodes { action arguments } } users { nodes { name } } keys { nodes { name } } }",
          "{ secrets(first: 2) { nodes { name } } secretUses(first: 2) { nodes { secret } } pools { name } limits { name } }",
          "{ __schema { types { name fields { name args { name } } } } __type(name: \"Run\") { name } }",
          "mutation { cancelRun(id: \"ffffffff\", why: \"x\") { id } }",
          "mutation { setLimit(name: \"x\", n: -5, scope: NOTHING) { n } }",
          "mutation { deleteRun(id: \"0000\") }",
          "mutation { setRunState(run: \"ffffffff\", state: Failed, why: \"x\") { id } }",
          "mutation { setTaskRunState(run: \"ffffffff\", task: \"a[3]\", state: Success, value: {a: [1]}, why: \"x\") { node } }",
          "mutation { approve(run: \"ffffffff\", task: \"a\", note: \"n\") { node } }",
          "mutation { cancelRuns(where: {id: {_eq: \"none\"}}, expect: -7) { matched results(first: 2) { why } } }",
          "mutation { restartRuns(where: {state: {_eq: Failed}}, expect: -7, from: \"all\") { left } }",
          "mutation { deleteRuns(where: {id: {_in: []}}, expect: -7) { matched } }",
          "mutation { createRun(flow: \"none\", name: \"x\", at: \"2030-01-01T00:00:00Z\", labels: {a: \"b\"}) { id } }",
          "mutation { setFlowDefaults(flow: \"none\", parameters: {a: 1}, limit: 2) { limit } }",
          "mutation { addSchedule(flow: \"none\", cron: \"30 8 * * MON-FRI\", zone: \"UTC\", overlap: SKIP) { id next(first: 2) } }",
          "mutation { updateSchedule(schedule: \"none#12345\", every: \"PT1H\", dates: [\"2030-01-01T00:00:00Z\"]) { definition } }",
          "mutation { a: deleteSchedule(schedule: \"x\") b: runScheduleNow(schedule: \"x\") { id } }",
          "mutation { skipOccurrence(schedule: \"x\", at: \"2030-01-01T00:00:00Z\") { skipped { at } } }",
          "mutation { createKey(name: \"\", role: VIEWER, project: \"none\") { secret } revokeKey(id: \"none\") { id } }",
          "mutation { createUser(name: \"No name\", role: WORKER) { link } setRole(id: \"none\", role: VIEWER) { id } }",
          "mutation { releaseSlot(name: \"none\", run: \"ffffffff\", task: \"a\") { n } drainWorker(id: \"none\") { id } }",
          "mutation { grantSecret(name: \"none\", flow: \"a\", project: \"nowhere\") { name } }",
          "{ variables(where: {name: {_like: \"%x\"}}, orderBy: [{field: set}], first: 2) { nodes { name value } } }",
          "mutation { setVariable(name: \"none\", value: \"v\", project: \"nowhere\") { name } }",
          "mutation { deleteVariable(name: \"none\", project: \"nowhere\") }",
          "subscription { runChanged(id: \"ffffffff\") { state } }",
          "subscription { logLines(run: \"ffffffff\", node: \"a\", index: 1, level: \"INFO\") { text } }");

  /** Operations with variables, and the variables. */
  private static final Map<String, String> WITH_VARIABLES =
      Map.of(
          "query ($n: Int) { flows(first: $n) { nodes { name } } }",
          "{\"n\": 3}",
          "query ($w: RunFilter) { runs(where: $w) { nodes { id } } }",
          "{\"w\": {\"id\": {\"_in\": [\"a\"]}, \"_or\": [{\"state\": {\"_eq\": \"Failed\"}}], \"labels\": {\"_contains\": {\"a\": \"b\"}}}}",
          "mutation ($p: JSON, $id: ID!) { restartRun(run: $id, parameters: $p) { id } }",
          "{\"p\": {\"a\": [1, null]}, \"id\": \"ffffffff\"}",
          "query ($after: String, $o: [RunOrder!]) { runs(after: $after, orderBy: $o) { nodes { id } } }",
          "{\"after\": \"eyJhIjoxfQ\", \"o\": [{\"field\": \"created\", \"direction\": \"desc\"}]}",
          "query ($t: DateTime, $d: Float) { runs(where: {created: {_gt: $t}}) { nodes { id } } }",
          "{\"t\": \"2026-01-01T00:00:00.000001Z\", \"d\": 3}",
          "mutation ($s: SecretText!) { setSecret(name: \"a b\", value: $s, project: \"nowhere\") { name } }",
          "{\"s\": \"hidden\"}");

  private HostileGraphQl() {}

  private static String quoted(String text) {
    return JsonMapper.shared().writeValueAsString(text);
  }

  private static String body(String operation) {
    return "{\"query\": " + quoted(operation) + "}";
  }

  private static String endpoint(Random random) {
    return random.nextInt(5) == 0 ? "POST /graphql/stream" : "POST /graphql";
  }

  /** Returns a request with a mistake: in its operation, in its variables, or in its JSON. */
  static HostileRequest mistaken(Random random, String key) {
    return HostileRequest.of(endpoint(random), key, mistaken(random));
  }

  private static String mistaken(Random random) {
    if (random.nextInt(3) > 0) {
      String operation = HostileText.one(random, OPERATIONS);
      return random.nextInt(4) == 0
          ? HostileText.broken(random, body(operation))
          : body(HostileText.broken(random, operation));
    }
    List<String> all = WITH_VARIABLES.keySet().stream().sorted().toList();
    String operation = HostileText.one(random, all);
    String variables = WITH_VARIABLES.getOrDefault(operation, "{}");
    String broken =
        random.nextBoolean()
            ? HostileText.otherTypes(random, variables)
            : HostileText.broken(random, variables);
    return "{\"query\": " + quoted(operation) + ", \"variables\": " + broken + "}";
  }

  /** Returns a request whose shape is the attack. */
  static HostileRequest shaped(Random random, String key) {
    int n = 1 + random.nextInt(random.nextInt(4) == 0 ? 5_000 : 100);
    String body =
        switch (random.nextInt(20)) {
          case 0 -> body("{ a".repeat(n));
          case 1 -> body("{ a " + "{ a ".repeat(n) + "} ".repeat(n) + "}");
          case 2 ->
              body("{ runs " + "{ nodes { parent ".repeat(n) + "{ id }" + "} }".repeat(n) + " }");
          case 3 -> body("{ " + many(n, "a%d: runs(first: 1000) { nodes { id } } ") + "}");
          case 4 -> body("{ " + many(n, "a%d: server { version } ") + "}");
          case 5 -> body("{ " + "server { version } ".repeat(n) + "}");
          case 6 -> cyclic(Math.min(n, 1_500));
          case 7 -> body(bomb(Math.min(n, 30)));
          case 8 -> body("query " + "@a ".repeat(n) + "{ server { version } }");
          case 9 -> body("{ server { version " + "@skip(if: false) ".repeat(n) + "} }");
          case 10 ->
              body("{ server { version } } " + many(n, "fragment f%d on Server { version } "));
          case 11 ->
              body(
                  "{ __schema "
                      + "{ types { fields { type ".repeat(n)
                      + "{ name }"
                      + "} } }".repeat(n)
                      + "}");
          case 12 ->
              body(
                  "{ "
                      + many(
                          n,
                          "a%d: __schema { types { fields { args { type { ofType { name } } } } } } ")
                      + "}");
          case 13 ->
              "[" + String.join(",", Collections.nCopies(n, body("{ server { version } }"))) + "]";
          case 14 ->
              body(
                  "{ runs(where: "
                      + "{_not: ".repeat(n)
                      + "{}"
                      + "}".repeat(n)
                      + ") { nodes { id } } }");
          case 15 ->
              "{\"query\": \"query ($w: RunFilter) { runs(where: $w) { nodes { id } } }\", \"variables\": {\"w\": "
                  + "{\"_not\": ".repeat(n)
                  + "{}"
                  + "}".repeat(n)
                  + "}}";
          case 16 ->
              body(
                  "{ runs(where: {_or: ["
                      + many(n, "{id: {_eq: \"%d\"}} ")
                      + "]}) { nodes { id } } }");
          case 17 -> body("query (" + many(n, "$v%d: Int ") + ") { server { version } }");
          case 18 ->
              body("{ runs(where: {id: {_in: [" + "\"a\" ".repeat(n) + "]}}) { nodes { id } } }");
          default -> odd(random, n);
        };
    return HostileRequest.of(endpoint(random), key, body);
  }

  private static String many(int n, String pattern) {
    return IntStream.range(0, n).mapToObj(i -> pattern.formatted(i)).collect(Collectors.joining());
  }

  /** Returns fragments that lead in a circle. */
  private static String cyclic(int n) {
    return body(
        "{ server { ...f0 } } "
            + IntStream.range(0, n)
                .mapToObj(i -> "fragment f%d on Server { ...f%d } ".formatted(i, (i + 1) % n))
                .collect(Collectors.joining()));
  }

  /** Returns fragments each of which has the next one twice. */
  private static String bomb(int n) {
    return "{ runs { nodes { ...f0 } } } "
        + IntStream.range(0, n)
            .mapToObj(i ->
                "fragment f%d on Run { parent { ...f%d } restartOf { ...f%d } } "
                    .formatted(i, i + 1, i + 1))
            .collect(Collectors.joining())
        + "fragment f"
        + n
        + " on Run { id }";
  }

  private static String odd(Random random, int n) {
    String good = body("{ server { version } }");
    return HostileText.one(
        random,
        List.of(
            "",
            "[]",
            "null",
            "1",
            "\"query\"",
            "{}",
            "{\"query\": 1}",
            "{\"query\": null}",
            "{\"query\": \"\"}",
            "{\"query\": \"#" + "#".repeat(n) + "\"}",
            good.replace("}\"}", "}\", \"variables\": []}"),
            good.replace("}\"}", "}\", \"variables\": \"{}\"}"),
            good.replace("}\"}", "}\", \"operationName\": 5}"),
            good.replace("}\"}", "}\", \"operationName\": \"none\"}"),
            good.replace("}\"}", "}\", \"extensions\": {\"persistedQuery\": {}}}"),
            good + good,
            good.substring(0, good.length() - 1) + ", " + good.substring(1),
            "[".repeat(n * 20),
            "{\"a\":".repeat(n * 20),
            "{\"query\": \"{ server { version } }\", \"variables\": {\"a\": "
                + "9".repeat(n * 20)
                + "}}",
            "{\"query\": \"{ limits(first: " + "9".repeat(n) + ") { name } }\"}",
            "{\"query\": \"{ run(id: \\\"\\\"\\\""
                + "\\\\u0000".repeat(n)
                + "\\\"\\\"\\\") { id } }\"}",
            "{\"query\": \"" + "\\u0000".repeat(n) + "\"}",
            "{\"query\": \"subscription { a: runsChanged { id } b: runsChanged { id } }\"}",
            "{\"query\": \"subscription { runsChanged @skip(if: true) { id } }\"}",
            "x".repeat(n * 1_000)));
  }
}
