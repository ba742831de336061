package dev.praetor.client;

import java.util.Optional;

/**
 * The effect of a registration on a flow. Immutable.
 *
 * @param status NEW, CHANGED or UNCHANGED
 * @param now the current version of the flow, which is the registered one
 * @param before the version that was the current one before; absent if the flow is new
 * @param archived true if the flow is archived, so that it makes no runs
 */
public record RegistrationResult(
    String status, RegisteredInfo now, Optional<RegisteredInfo> before, boolean archived) {
  static RegistrationResult of(Json json) {
    return new RegistrationResult(
        json.text("status"),
        RegisteredInfo.of(json.at("now")),
        json.at("before").map(RegisteredInfo::of),
        json.is("archived"));
  }
}
