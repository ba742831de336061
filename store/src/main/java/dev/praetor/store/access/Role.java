package dev.praetor.store.access;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A set of rights on a server. */
public enum Role {
  /** Sees everything but keys. */
  VIEWER,
  /** Makes, cancels, pauses, approves and restarts runs, too. */
  OPERATOR,
  /** Registers flows, and changes their schedules and limits, too. */
  AUTHOR,
  /** May do everything. */
  ADMINISTRATOR,
  /** Runs flows, and sees nothing else. */
  WORKER;

  /** Returns whether whoever has this role may do what another one may do. */
  public boolean includes(Role other) {
    return switch (this) {
      case VIEWER, OPERATOR -> other != WORKER && compareTo(other) >= 0;
      // Whoever registers code decides what workers run.
      case AUTHOR -> other == WORKER || compareTo(other) >= 0;
      case ADMINISTRATOR -> true;
      case WORKER -> other == WORKER;
    };
  }

  /** Returns the name as people write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the role of a name as people write it. */
  public static Optional<Role> ofLabel(String label) {
    return Stream.of(values()).filter(role -> role.label().equals(label)).findFirst();
  }
}
