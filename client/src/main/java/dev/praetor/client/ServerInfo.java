package dev.praetor.client;

import java.time.Instant;

/** A server: its version, the time of its start, and the time on its clock. Immutable. */
public record ServerInfo(String version, Instant started, Instant now) {
  static ServerInfo of(Json json) {
    return new ServerInfo(json.text("version"), json.time("started"), json.time("now"));
  }
}
