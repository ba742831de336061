package dev.praetor.server.live;

import dev.praetor.RunId;
import dev.praetor.server.access.Caller;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.graphql.read.NamedRuns;
import dev.praetor.server.http.Answer;
import dev.praetor.server.http.Call;
import dev.praetor.store.RunStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers the requests for changes of topics, as a stream of events. An event says which of the
 * topics have changed, and which runs; what they are now, the caller asks for. Thread-safe.
 */
public record LiveStream(RunStore store, Live live) {
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);
  private static final int MOST_TOPICS = 100;
  private static final int LONGEST_ID = 100;
  private static final String RUN = "run:";

  /** The topics of one stream. */
  private record Topics(Set<String> names, Map<RunId, String> runs) {
    boolean has(String name) {
      return names.contains(name);
    }
  }

  /** Answers a request. */
  public Answer answer(Call call) {
    call.requireOptions(Set.of("topics"));
    Topics topics = topics(call.option("topics").orElse(""));
    Optional<String> lastEvent = call.lastEvent().filter(id -> id.length() <= LONGEST_ID);
    boolean wasThere = call.lastEvent().isPresent();
    return live.streams().answer(out -> write(topics, lastEvent, wasThere, out));
  }

  private Topics topics(String given) {
    Set<String> names = new LinkedHashSet<>();
    Map<RunId, String> runs = new LinkedHashMap<>();
    String[] all = given.split(",", -1);
    if (all.length > MOST_TOPICS) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST, "a stream has at most %,d topics".formatted(MOST_TOPICS));
    }
    for (String name : all) {
      if (name.startsWith(RUN)) {
        RunId id = new NamedRuns(store).require(name.substring(RUN.length())).id();
        runs.put(id, RUN + id);
      } else if (Set.of("runs", "workers", "schedules", "events").contains(name)) {
        names.add(name);
        requireSeen(name);
      } else {
        throw new RequestRefused(
            ApiCode.BAD_REQUEST,
            "'topics' is a list of runs, run:ID, workers, schedules and events, with commas between");
      }
    }
    return new Topics(names, runs);
  }

  private static void requireSeen(String topic) {
    Caller caller = Caller.current();
    if (topic.equals("workers") && !caller.seesAll()) {
      throw new RequestRefused(
          ApiCode.FORBIDDEN,
          "the topic 'workers' is about the whole server, and %s is limited to projects; leave it out"
              .formatted(caller.words()));
    }
  }

  private void write(Topics topics, Optional<String> lastEvent, boolean wasThere, EventOutput out)
      throws InterruptedException {
    try (Changes listening = live.feed().ofCaller(lastEvent, out::isOver)) {
      String first = wasThere ? listening.isResumed() ? "resumed" : "reset" : "ready";
      out.event(first, listening.id(), "{}");
      Optional<List<Change>> changes = listening.await(SIGN_OF_LIFE);
      while (changes.isPresent() && !out.isOver()) {
        if (changes.get().isEmpty()) {
          out.comment();
        }
        for (Change change : changes.get()) {
          event(topics, change, listening.id(change), out);
        }
        changes = listening.await(SIGN_OF_LIFE);
      }
    }
  }

  private static void event(Topics topics, Change change, String id, EventOutput out) {
    List<String> changed = new ArrayList<>();
    boolean runs = change.more() || !change.runs().isEmpty();
    if (runs && topics.has("runs")) {
      changed.add("runs");
    }
    if (change.schedules() && topics.has("schedules")) {
      changed.add("schedules");
    }
    if (change.workers() && topics.has("workers")) {
      changed.add("workers");
    }
    if (change.events() && topics.has("events")) {
      changed.add("events");
    }
    topics
        .runs()
        .forEach((run, name) -> {
          if (change.concerns(run)) {
            changed.add(name);
          }
        });
    if (changed.isEmpty()) {
      return;
    }
    ObjectNode data = JsonMapper.shared().createObjectNode();
    ArrayNode names = data.putArray("topics");
    changed.forEach(names::add);
    if (topics.has("runs") && runs) {
      ArrayNode ids = data.putArray("runs");
      change.runs().forEach(run -> ids.add(run.toString()));
      data.put("more", change.more());
    }
    out.event("changed", id, data.toString());
  }
}
