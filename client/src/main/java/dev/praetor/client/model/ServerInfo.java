package dev.praetor.client.model;

import java.time.Instant;

/**
 * A server. Immutable.
 *
 * @param database the kind of its database
 * @param started the time of its start
 * @param now the time on its clock
 */
public record ServerInfo(String version, String database, Instant started, Instant now) {
  public static ServerInfo of(Json json) {
    return new ServerInfo(
        json.text("version"), json.text("database"), json.time("started"), json.time("now"));
  }
}
