package dev.praetor.store.query.condition;

/**
 * An order of entities by a field. Entities without the field come last, whatever the direction.
 */
public record Order(Field field, boolean descending) {
  public static Order ascending(Field field) {
    return new Order(field, false);
  }

  public static Order descending(Field field) {
    return new Order(field, true);
  }
}
