package dev.praetor.server;

import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Requests of workers, runners and uploads that are broken. What they would change does not exist:
 * a package, a run of the runner, a version that the server takes.
 *
 * @param worker the key of a worker
 * @param author the key of an author
 * @param runner the path of a runner that has a session
 * @param run the id of a run that is not the runner's
 */
record HostileProtocol(String worker, String author, String runner, String run) {
  private static final String HASH = "a".repeat(64);
  private static final String JOIN =
      "{\"name\": \"far\", \"version\": \"0.0.1\", \"pools\": [\"default\"], \"labels\": [\"a\"], \"slots\": 3,"
          + " \"drains\": false, \"host\": \"there\", \"pid\": 7}";
  private static final String REPORT =
      "{\"runners\": [{\"code\": \"%s\", \"pid\": 1, \"started\": \"2026-01-01T00:00:00Z\", \"isolated\": false}], \"log\": [\"x\"]}"
          .formatted(HASH);

  private String event(Random random) {
    return HostileText.one(
            random,
            List.of(
                "{\"kind\": \"batch\", \"run\": \"%s\", \"epoch\": 1, \"sequence\": 1, \"tasks\": [[\"n\", -1, \"Success\", 1, 1000000, 1000001, 1000002, \"1\"]]}",
                "{\"kind\": \"batch\", \"run\": \"%s\", \"epoch\": 1, \"sequence\": 1, \"flow\": [\"Failed\", \"\", 1000000, null, \"[[0,\\\"Failed\\\",1000000,\\\"\\\",1]]\"]}",
                "{\"kind\": \"takeSlots\", \"ticket\": 1, \"run\": \"%s\", \"epoch\": 1, \"node\": \"n\", \"index\": -1, \"tags\": [\"t\"]}",
                "{\"kind\": \"freeSlots\", \"tickets\": [1, 2]}",
                "{\"kind\": \"confirm\", \"run\": \"%s\", \"epoch\": 1}",
                "{\"kind\": \"log\", \"lines\": [[\"%s\", \"n\", -1, 1, 1000000, \"INFO\", \"l\", \"text\"]]}",
                "{\"kind\": \"progress\", \"run\": \"%s\", \"node\": \"n\", \"index\": -1, \"attempt\": 1, \"time\": 1000000, \"part\": 0.5, \"message\": \"m\"}",
                "{\"kind\": \"cannotStart\", \"run\": \"%s\", \"why\": \"x\"}",
                "{\"kind\": \"left\", \"run\": \"%s\", \"failed\": true}",
                "{\"kind\": \"answer\", \"order\": 1, \"answer\": \"refused\", \"why\": \"x\"}",
                "{\"kind\": \"begin\", \"run\": \"%s\"}",
                "{\"kind\": \"none\"}"))
        .replace("%s", run);
  }

  private static String changed(Random random, String json) {
    return switch (random.nextInt(3)) {
      case 0 -> HostileText.otherTypes(random, json);
      case 1 -> HostileText.broken(random, json);
      default -> HostileText.broken(random, HostileText.otherTypes(random, json));
    };
  }

  HostileRequest next(Random random) {
    String id = new UUID(random.nextInt(), random.nextInt()).toString();
    String odd =
        HostileText.one(
            random, List.of(id, "7", "..", "%00", id + "0", "x".repeat(300), "%2e%2e", run));
    return switch (random.nextInt(22)) {
      case 0, 1 -> of("PUT /api/workers/" + odd, changed(random, JOIN));
      case 2 -> of("POST /api/workers/" + odd + "/report", changed(random, REPORT));
      case 3 ->
          of(
              "POST /api/workers/" + odd + "/deaths",
              changed(random, "{\"pid\": 3, \"how\": \"x\"}"));
      case 4 -> of("POST /api/workers/" + odd + "/drain", HostileText.broken(random, "{}"));
      case 5 -> of("GET /api/workers/" + odd + "/changes?waitMs=" + random.nextInt(-9, 5), "");
      case 6, 7 -> of("PUT /api/runners/" + odd, changed(random, hello(run)));
      case 8, 9, 10, 11 -> {
        String events =
            "{\"request\": %d, \"events\": [%s, %s]}"
                .formatted(random.nextInt(1, 100_000), event(random), event(random));
        yield of("POST " + runner + "/events", changed(random, events));
      }
      case 12 ->
          of(
              "POST " + runner + "/news",
              changed(random, "{\"session\": \"x\", \"seen\": 0, \"free\": 0, \"wait\": 0}"));
      case 13 ->
          of(
              HostileText.one(
                  random,
                  List.of(
                      "GET " + runner + "/runs/" + odd,
                      "GET " + runner + "/runs/" + odd + "/record",
                      "GET " + runner + "/versions/" + odd,
                      "GET " + runner + "/values/" + HASH,
                      "GET " + runner + "/values/" + odd,
                      "GET /api/packages/" + odd,
                      "GET /api/packages/files/" + HASH,
                      "DELETE /api/workers/" + odd,
                      "DELETE /api/runners/" + odd + "?died=")),
              "");
      case 14 -> {
        long size = random.nextBoolean() ? random.nextLong() : 64 << 20;
        yield of(
            "PUT %s/values/%s?offset=%d&size=%d"
                .formatted(runner, HASH.replace('a', (char) ('a' + random.nextInt(6))), 0, size),
            "some bytes");
      }
      case 15 ->
          of(
              "POST " + runner + "/artifacts",
              changed(
                  random,
                  "{\"run\": \"%s\", \"node\": \"n\", \"index\": -1, \"attempt\": 1, \"time\": 1000000, \"name\": \"a\", \"content\": \"c\"}"
                      .formatted(run)));
      case 16 ->
          of(
              "POST " + runner + HostileText.one(random, List.of("/secrets", "/variables")),
              changed(random, "{\"name\": \"s\", \"run\": \"%s\"}".formatted(run)));
      case 17 ->
          of(
              "POST " + runner + "/cache/" + HostileText.one(random, List.of("find", "put")),
              changed(
                  random, "{\"run\": \"%s\", \"key\": \"k\", \"value\": \"1\"}".formatted(run)));
      case 18 ->
          of(
              HostileText.one(random, List.of("POST ", "DELETE ")) + runner + "/cache/claims/none",
              changed(random, "{\"run\": \"%s\", \"key\": \"k\", \"wait\": 0}".formatted(run)));
      case 19 ->
          of("POST " + runner + "/runs/" + odd + "/child", changed(random, "{\"task\": \"t\"}"));
      case 20 -> upload(random);
      default ->
          HostileRequest.of(
              "POST /api/packages/uploads/registration",
              author,
              changed(
                  random,
                  "{\"project\": \"default\", \"package\": {\"kind\": \"JARS\", \"release\": 25, \"files\": [{\"name\": \"a.jar\", \"sha256\": \"%s\", \"size\": 3}]}, \"flows\": {\"f\": \"{\\\"name\\\": \\\"f\\\", \\\"nodes\\\": []}\"}}"
                      .formatted(HASH)));
    };
  }

  private HostileRequest upload(Random random) {
    String file =
        "{\"name\": \"a.jar\", \"sha256\": \"%s\", \"size\": 3, \"pieces\": [\"%s\"]}"
            .formatted(HASH, HASH);
    return switch (random.nextInt(3)) {
      case 0 ->
          HostileRequest.of(
              "PUT /api/packages/uploads/pieces/" + HASH,
              author,
              "x".repeat(random.nextInt(5_000)));
      case 1 ->
          HostileRequest.of("POST /api/packages/uploads/files", author, changed(random, file));
      default ->
          HostileRequest.of(
              "POST /api/packages/uploads/missing",
              author,
              changed(
                  random,
                  "{\"files\": [{\"name\": \"a.jar\", \"sha256\": \"%s\", \"size\": 3}]}"
                      .formatted(HASH)));
    };
  }

  private HostileRequest of(String request, String body) {
    return HostileRequest.of(request, worker, body);
  }

  private static String hello(String run) {
    return """
    {"code": "%s", "name": "a runner", "version": "test", "slots": 10, "request": 0, "session": 1, "worker": "w",
     "pid": 3, "isolated": true, "flows": [{"name": "f", "version": "%s", "crashes": 3}],
     "runs": [{"run": "%s", "epoch": 1, "accepted": 0, "orders": "%s"}],
     "tickets": [{"ticket": 1, "epoch": 1, "run": "%s", "node": "n", "index": -1, "tags": ["t"], "held": true}],
     "claims": [{"claim": "c", "key": "k"}]}\
    """
        .formatted(HASH, HASH, run, run, run);
  }
}
