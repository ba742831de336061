package dev.praetor.client.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A person who uses the server. Immutable.
 *
 * @param name the name, which no other user ever has
 * @param disabled who disabled the user, and when
 * @param lastLogIn the time of the last log-in
 */
public record UserInfo(
    String id,
    String name,
    KeyInfo.Role role,
    State state,
    KeyInfo.Made created,
    Optional<KeyInfo.Made> disabled,
    Optional<Instant> lastLogIn) {
  public static final String FIELDS =
      "id name role state created createdBy disabled disabledBy lastLogIn";

  /** The states of users. */
  public enum State {
    /** Has a password, and may log in. */
    ACTIVE,
    /** Has to set a password first. */
    INVITED,
    DISABLED
  }

  public static UserInfo of(Json json) {
    return new UserInfo(
        json.text("id"),
        json.text("name"),
        KeyInfo.Role.valueOf(json.text("role")),
        State.valueOf(json.text("state")),
        new KeyInfo.Made(json.text("createdBy"), json.time("created")),
        json.optionalTime("disabled")
            .map(time -> new KeyInfo.Made(json.optionalText("disabledBy").orElse(""), time)),
        json.optionalTime("lastLogIn"));
  }
}
