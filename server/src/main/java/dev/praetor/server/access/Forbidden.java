package dev.praetor.server.access;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.ApiError;
import dev.praetor.server.error.RequestRefused;
import java.util.List;
import java.util.Map;

/** Refusals of requests that the roles of their callers do not permit. */
final class Forbidden {
  private Forbidden() {}

  /** Returns the refusal of a request; its detail names the request, as the table of roles does. */
  static RequestRefused of(String request, String message) {
    return new RequestRefused(
        ApiError.of(ApiCode.FORBIDDEN, message).withDetails(List.of(Map.of("request", request))));
  }
}
