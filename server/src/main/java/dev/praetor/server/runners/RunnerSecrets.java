package dev.praetor.server.runners;

import dev.praetor.RunId;
import dev.praetor.SecretUnavailable;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.ApiError;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.store.secret.GrantedSecrets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The secrets for the runs of runners. Thread-safe. */
record RunnerSecrets(GrantedSecrets granted) {
  private static final Logger LOG = LoggerFactory.getLogger(RunnerSecrets.class);

  /**
   * Returns the value of a secret.
   *
   * @param run a run of the runner
   * @throws RequestRefused if there is no such secret, the run may not read it, or it cannot be
   *     decrypted; the reason for that stands in the log of the server only, as it names files
   */
  String value(RunId run, String name) {
    return permit(run, name).flatMap(this::read).orElseThrow(() -> missing(run, name));
  }

  /** Returns the error that there is no secret of a name; its details say for which flow. */
  private RequestRefused missing(RunId run, String name) {
    FlowKey flow = granted.flowToGrant(run, name);
    return new RequestRefused(
        ApiError.of(ApiCode.NOT_FOUND, "there is no secret '" + name + "'")
            .withDetails(List.of(Map.of("project", flow.project(), "flow", flow.name()))));
  }

  private Optional<GrantedSecrets.Permit> permit(RunId run, String name) {
    try {
      return granted.permit(run, name);
    } catch (SecretUnavailable e) {
      throw new RequestRefused(ApiCode.FORBIDDEN, String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> read(GrantedSecrets.Permit permit) {
    try {
      return granted.read(permit);
    } catch (SecretUnavailable e) {
      LOG.atWarn().addKeyValue("run", permit.run()).log("{}", e.getMessage());
      throw new RequestRefused(
          ApiCode.CONFLICT,
          "the server cannot decrypt secret '%s'; its log says why".formatted(permit.secret()));
    }
  }
}
