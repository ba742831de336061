package dev.praetor.store.query.aggregate;

/** A number that a group has, by which groups are selected and ordered. */
public sealed interface GroupValue {
  /** The number of entities in the group. */
  record Count() implements GroupValue {}

  /** A statistic; a group in which no entity has the measured number has none, except 0 for N. */
  record Of(Measure measure, Statistic statistic) implements GroupValue {}
}
