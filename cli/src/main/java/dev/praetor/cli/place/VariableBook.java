package dev.praetor.cli.place;

import dev.praetor.Variable;
import dev.praetor.store.variable.StoredVariable;
import java.util.List;
import java.util.Optional;

/** The variables of a project in a place. */
public interface VariableBook {
  /** Returns all variables, in the order of their names; none if there is no store. */
  List<StoredVariable> list();

  /** Returns a variable; empty if there is none of this name. */
  Optional<StoredVariable> find(String name);

  /**
   * Sets a variable.
   *
   * @return true if the variable is new, false if its value was replaced
   */
  boolean set(Variable variable, String value);

  /** Deletes a variable; returns whether there was one. */
  boolean delete(String name);
}
