package dev.praetor.server.live;

import dev.praetor.RunId;
import dev.praetor.server.access.Caller;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.graphql.read.NamedRuns;
import dev.praetor.server.http.Answer;
import dev.praetor.server.http.Call;
import dev.praetor.store.RunStore;
import dev.praetor.store.query.StoreQueries;
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
 *
 * @param queries finds the runs that the caller of a request sees
 */
public record LiveStream(RunStore store, StoreQueries queries, Live live) {
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
      } else {
        throw new RequestRefused(
            ApiCode.BAD_REQUEST,
            "'topics' is a list of runs, run:ID, workers, schedules and events, with commas between");
      }
    }
    return new Topics(names, runs);
  }

  private void write(Topics topics, Optional<String> lastEvent, boolean wasThere, EventOutput out)
      throws InterruptedException {
    try (LiveFeed.Listening listening = live.feed().listen(lastEvent, out::isOver)) {
      String first = wasThere ? listening.isResumed() ? "resumed" : "reset" : "ready";
      out.event(first, listening.id(), "{}");
      Optional<List<Change>> changes = listening.await(SIGN_OF_LIFE);
      while (changes.isPresent() && !out.isOver()) {
        if (changes.get().isEmpty()) {
          out.comment();
        }
        for (Change change : changes.get()) {
          event(topics, change, out);
        }
        changes = listening.await(SIGN_OF_LIFE);
      }
    }
  }

  /** Returns the runs of a change that the caller sees. */
  private Set<RunId> seen(Change change) {
    boolean all = Caller.current().seesAll() || change.runs().isEmpty();
    return all ? change.runs() : queries.runsById(change.runs()).keySet();
  }

  private void event(Topics topics, Change change, EventOutput out) {
    List<String> changed = new ArrayList<>();
    Set<RunId> seen = topics.has("runs") ? seen(change) : Set.of();
    boolean runs = change.more() || !seen.isEmpty();
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
      seen.forEach(run -> ids.add(run.toString()));
      data.put("more", change.more());
    }
    out.event("changed", live.feed().id(change.number()), data.toString());
  }
}
