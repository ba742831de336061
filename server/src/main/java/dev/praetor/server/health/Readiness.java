package dev.praetor.server.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds out whether the server can serve requests. Thread-safe.
 *
 * @param checks everything that must work
 */
public record Readiness(List<HealthCheck> checks) {
  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

  public Readiness {
    checks = List.copyOf(checks);
  }

  /**
   * The results of all checks.
   *
   * @param ready true if all results are good
   * @param document the results as JSON
   */
  public record Report(boolean ready, ObjectNode document) {}

  /**
   * Makes all checks.
   *
   * @throws InterruptedException if the server is closed meanwhile
   */
  public Report report() throws InterruptedException {
    ObjectNode document = JsonMapper.shared().createObjectNode();
    document.put("status", "");
    ArrayNode all = document.putArray("checks");
    boolean ready = true;
    for (HealthCheck check : checks) {
      HealthCheck.Result result = result(check);
      ready &= result.ok();
      ObjectNode one = all.addObject();
      one.put("name", check.name()).put("status", status(result.ok()));
      result
          .lag()
          .ifPresentOrElse(lag -> one.put("lagMs", lag.toMillis()), () -> one.putNull("lagMs"));
      one.put("detail", result.detail());
    }
    document.put("status", status(ready));
    return new Report(ready, document);
  }

  /** Makes all checks, and returns how far behind or how slow each is, where that is known. */
  public Map<String, Duration> lags() {
    Map<String, Duration> lags = new LinkedHashMap<>();
    try {
      for (HealthCheck check : checks) {
        result(check).lag().ifPresent(lag -> lags.put(check.name(), lag));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The server is closed.
    }
    return lags;
  }

  private static HealthCheck.Result result(HealthCheck check) throws InterruptedException {
    try {
      return check.check();
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("the check of '{}' failed", check.name());
      return HealthCheck.Result.bad("the check itself failed; see the log of the server");
    }
  }

  private static String status(boolean ok) {
    return ok ? "ok" : "failed";
  }
}
