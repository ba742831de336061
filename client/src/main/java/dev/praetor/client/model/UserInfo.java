package dev.praetor.client.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A person who uses the server, or a program that does. Immutable.
 *
 * @param name the name, which no other user ever has
 * @param role the role on the whole server; absent for a user who is limited to projects
 * @param projects the roles in single projects, by the names of the projects
 * @param service true for a program, which cannot log in
 * @param disabled who disabled the user, and when
 * @param lastLogIn the time of the last log-in
 */
public record UserInfo(
    String id,
    String name,
    Optional<KeyInfo.Role> role,
    Map<String, KeyInfo.Role> projects,
    boolean service,
    State state,
    KeyInfo.Made created,
    Optional<KeyInfo.Made> disabled,
    Optional<Instant> lastLogIn) {
  public static final String FIELDS =
      "id name role projects { project role } service state created createdBy disabled disabledBy lastLogIn";

  /** The states of users. */
  public enum State {
    /** Has a password and may log in, or is a program. */
    ACTIVE,
    /** Has to set a password first. */
    INVITED,
    DISABLED
  }

  public UserInfo {
    projects = Collections.unmodifiableMap(new LinkedHashMap<>(projects));
  }

  private static Map<String, KeyInfo.Role> projects(Json json) {
    Map<String, KeyInfo.Role> all = new LinkedHashMap<>();
    json.list("projects", one -> one)
        .forEach(one -> all.put(one.text("project"), KeyInfo.Role.valueOf(one.text("role"))));
    return all;
  }

  public static UserInfo of(Json json) {
    return new UserInfo(
        json.text("id"),
        json.text("name"),
        json.optionalText("role").map(KeyInfo.Role::valueOf),
        projects(json),
        json.is("service"),
        State.valueOf(json.text("state")),
        new KeyInfo.Made(json.text("createdBy"), json.time("created")),
        json.optionalTime("disabled")
            .map(time -> new KeyInfo.Made(json.optionalText("disabledBy").orElse(""), time)),
        json.optionalTime("lastLogIn"));
  }
}
