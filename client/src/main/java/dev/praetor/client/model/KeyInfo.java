package dev.praetor.client.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A key with which a program proves who it is, without the key itself. Immutable.
 *
 * @param user the name of the user whose roles the key has; absent if it has a role of its own
 * @param role the role; absent for the key of a user
 * @param project the project that it is limited to; absent if it is for the whole server
 * @param pools the pools that a worker's key is limited to; empty if it is for all
 * @param expires the time from which it is not accepted any more
 * @param lastUsed the time of its last use, up to a minute earlier
 */
public record KeyInfo(
    String id,
    String name,
    Optional<String> user,
    Optional<Role> role,
    Optional<String> project,
    List<String> pools,
    State state,
    Made created,
    Optional<Instant> expires,
    Optional<Made> revoked,
    Optional<Instant> lastUsed) {
  public static final String FIELDS =
      "id name user role project pools state created createdBy expires revoked revokedBy lastUsed";

  public KeyInfo {
    pools = List.copyOf(pools);
  }

  /** The roles: what the holder of a key may do. */
  public enum Role {
    VIEWER,
    OPERATOR,
    AUTHOR,
    ADMINISTRATOR,
    WORKER
  }

  /** The states of keys; only an active one is accepted. */
  public enum State {
    ACTIVE,
    EXPIRED,
    REVOKED
  }

  /** A change: who made it, and when. */
  public record Made(String by, Instant time) {}

  public static KeyInfo of(Json json) {
    return new KeyInfo(
        json.text("id"),
        json.text("name"),
        json.optionalText("user"),
        json.optionalText("role").map(Role::valueOf),
        json.optionalText("project"),
        json.list("pools", pool -> pool.node().asString("")),
        State.valueOf(json.text("state")),
        new Made(json.text("createdBy"), json.time("created")),
        json.optionalTime("expires"),
        json.optionalTime("revoked")
            .map(time -> new Made(json.optionalText("revokedBy").orElse(""), time)),
        json.optionalTime("lastUsed"));
  }
}
