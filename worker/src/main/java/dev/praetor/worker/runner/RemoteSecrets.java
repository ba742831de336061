package dev.praetor.worker.runner;

import dev.praetor.spi.SecretProvider;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** The secrets in the server's store. Thread-safe. */
record RemoteSecrets(RemoteSession session) implements SecretProvider {
  @Override
  public Optional<String> find(String name) {
    byte[] message =
        JsonMapper.shared()
            .writeValueAsBytes(JsonMapper.shared().createObjectNode().put("name", name));
    try {
      return Optional.of(session.patiently("POST", "/secrets", message).path("value").asString());
    } catch (ServerRefused e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public String advice(String name) {
    return "store it at the server: praetor secrets set " + name;
  }
}
