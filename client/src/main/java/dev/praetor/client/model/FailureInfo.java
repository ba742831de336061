package dev.praetor.client.model;

import dev.praetor.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads failures, whose causes come as a list. */
final class FailureInfo {
  static final String FIELDS = "{ type message trace retryable causes }";

  private FailureInfo() {}

  static Failure of(Json json) {
    List<Json> all = new ArrayList<>(List.of(json));
    all.addAll(json.list("causes", each -> each));
    Optional<Failure> cause = Optional.empty();
    for (Json each : all.reversed()) {
      cause =
          Optional.of(
              new Failure(
                  each.text("type"),
                  each.text("message"),
                  each.text("trace"),
                  cause,
                  each.is("retryable")));
    }
    return cause.orElseThrow();
  }
}
