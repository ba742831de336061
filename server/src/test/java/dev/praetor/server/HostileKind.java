package dev.praetor.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** The kinds of hostile requests. Each makes the same request of the same seed. */
enum HostileKind {
  MISTAKEN_GRAPHQL {
    @Override
    HostileRequest next(Random random, HostileTarget target) {
      return HostileGraphQl.mistaken(random, HostileTarget.bearer(target.server.key));
    }
  },
  SHAPES_OF_GRAPHQL {
    @Override
    HostileRequest next(Random random, HostileTarget target) {
      return HostileGraphQl.shaped(random, HostileTarget.bearer(target.server.key));
    }
  },
  PROTOCOL {
    @Override
    HostileRequest next(Random random, HostileTarget target) {
      return target.protocol.next(random);
    }
  },
  CALLERS {
    @Override
    HostileRequest next(Random random, HostileTarget target) {
      return target.callers.next(random);
    }
  },
  WALLS {
    @Override
    HostileRequest next(Random random, HostileTarget target) {
      return target.walls.next(random);
    }
  },
  BYTES {
    @Override
    HostileRequest next(Random random, HostileTarget target) {
      return HostileBytes.next(random, HostileTarget.bearer(target.server.key));
    }
  },
  DROPPED {
    @Override
    HostileRequest next(Random random, HostileTarget target) {
      return dropped(random, HostileTarget.bearer(target.server.key));
    }
  };

  /** Returns a request of this kind. */
  abstract HostileRequest next(Random random, HostileTarget target);

  /** Returns the beginning of a stream, an upload or a wait that its caller leaves. */
  private static HostileRequest dropped(Random random, String key) {
    String subscription = "{\"query\": \"subscription { runsChanged { id } }\"}";
    String piece = "x".repeat(50_000);
    return switch (random.nextInt(6)) {
      case 0 -> HostileRequest.of("POST /graphql/stream", key, subscription).left();
      case 1 -> HostileRequest.of("GET /api/stream?topics=runs,schedules", key, "").left();
      case 2 ->
          HostileRequest.of("GET /api/stream?topics=runs", List.of(key, "Last-Event-ID: x"), "")
              .left();
      case 3 -> cut("PUT /api/packages/uploads/pieces/" + "a".repeat(64), key, piece, random);
      case 4 -> cut("PUT /api/runners/" + new UUID(0, 7), key, "{\"hello\": 1}", random);
      default -> cut("POST /graphql", key, subscription, random);
    };
  }

  private static HostileRequest cut(String request, String key, String body, Random random) {
    String head =
        "%s HTTP/1.1\r\nHost: localhost\r\n%s\r\nContent-Length: %d\r\n\r\n"
            .formatted(request, key, body.length());
    String sent = head + body.substring(0, random.nextInt(body.length()));
    return HostileRequest.of(sent.getBytes(StandardCharsets.UTF_8)).unanswered();
  }
}
