package dev.praetor.worker.runner;

import dev.praetor.engine.cache.CacheStore;
import dev.praetor.store.cache.CacheEntries;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.model.StoreFailed;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The entries of the server's cache. Thread-safe. */
final class RemoteEntries implements CacheEntries {
  private static final int WAIT = 10_000;
  private static final String CLAIMS = "/claims/";
  private final RemoteSession session;

  /** Results that task runs compute alone, or wait for, by the ids of their claims. */
  private final Map<String, CacheStore.Request> held = new ConcurrentHashMap<>();

  RemoteEntries(RemoteSession session) {
    this.session = session;
  }

  /** Adds what task runs here compute alone, or wait for, to the greeting of a server. */
  void addHeld(ArrayNode claims) {
    held.forEach((claim, request) ->
        claims
            .addObject()
            .put("claim", claim)
            .put("run", request.run().toString())
            .put("key", StorableText.plain(request.key())));
  }

  private static ObjectNode json(CacheStore.Request request) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("run", request.run().toString());
    json.put("scope", StorableText.plain(request.scope()));
    json.put("key", StorableText.plain(request.key()));
    ArrayNode inputs = json.putArray("inputs");
    request.inputs().forEach(input -> inputs.add(StorableText.plain(input)));
    request.longest().ifPresent(longest -> json.put("longest", longest.toMillis()));
    json.put("exclusive", request.exclusive());
    return json;
  }

  private JsonNode send(String method, String below, ObjectNode json) {
    return session.patiently(method, "/cache" + below, JsonMapper.shared().writeValueAsBytes(json));
  }

  @Override
  public CacheStore.Claim claim(CacheStore.Request request) throws InterruptedException {
    if (!request.exclusive()) {
      return () -> {};
    }
    String claim = UUID.randomUUID().toString();
    ObjectNode json = json(request).put("wait", WAIT);
    held.put(claim, request);
    boolean taken = false;
    try {
      while (!taken) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        taken = send("POST", CLAIMS + claim, json).path("taken").asBoolean(false);
      }
    } finally {
      if (!taken) {
        release(claim);
      }
    }
    return () -> release(claim);
  }

  private void release(String claim) {
    held.remove(claim);
    session.giveUp("/cache" + CLAIMS + claim);
  }

  @Override
  public Found find(CacheStore.Request request) {
    try {
      JsonNode found = send("POST", "/find", json(request));
      return found.hasNonNull("value")
          ? new Found.Entry(found.path("value").asString(), found.path("by").asString())
          : new Found.Nothing(found.path("why").asString());
    } catch (StoreFailed e) {
      return new Found.Nothing("the cache could not be read: " + e.getMessage());
    }
  }

  @Override
  public void put(CacheStore.Request request, String json, String taskRun) {
    ObjectNode message = json(request).put("value", json);
    var _ = send("POST", "/put", message.put("taskRun", StorableText.plain(taskRun)));
  }
}
