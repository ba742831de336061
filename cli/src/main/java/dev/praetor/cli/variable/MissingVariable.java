package dev.praetor.cli.variable;

import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.place.PlaceOptions;

/** The error that a place has no variable of a name. */
final class MissingVariable {
  private MissingVariable() {}

  static UsageException of(String name, String project, PlaceOptions place) {
    return new UsageException(
        "there is no stored variable '%s' in project '%s'; praetor variables list%s shows all"
            .formatted(name, project, place.again()));
  }
}
