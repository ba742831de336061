package dev.praetor.client.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A project: flows with names of their own, with all that belongs to them. Immutable.
 *
 * @param created the time at which it was made; absent for the default project
 * @param createdBy the person who made it; absent for the default project
 */
public record ProjectInfo(String name, Optional<Instant> created, Optional<String> createdBy) {
  public static final String FIELDS = "name created createdBy";

  public static ProjectInfo of(Json json) {
    return new ProjectInfo(
        json.text("name"), json.optionalTime("created"), json.optionalText("createdBy"));
  }
}
