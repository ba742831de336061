package dev.praetor.store.db;

/** The parts of the keys of flows as expressions that both databases have. */
public final class FlowKeySql {
  /** The characters of the names of projects, which a key with a slash begins with. */
  private static final String CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789_-";

  private FlowKeySql() {}

  /**
   * Returns the expression for the project of a flow.
   *
   * @param key the expression for its key
   */
  public static String project(String key) {
    return "CASE WHEN %1$s LIKE '%%/%%' THEN substr(%1$s, 1, length(%1$s) - length(%2$s)) ELSE 'default' END"
        .formatted(key, withoutProject(key));
  }

  /** Returns the expression for the name of a flow. */
  public static String name(String key) {
    return "CASE WHEN %1$s LIKE '%%/%%' THEN substr(%2$s, 2) ELSE %1$s END"
        .formatted(key, withoutProject(key));
  }

  /** Returns the expression for the text before the name of a flow; empty if there is none. */
  public static String prefix(String key) {
    return "CASE WHEN %1$s LIKE '%%/%%' THEN substr(%1$s, 1, length(%1$s) - length(%2$s) + 1) ELSE '' END"
        .formatted(key, withoutProject(key));
  }

  /** Returns the expression for the key of a flow. */
  public static String key(String project, String name) {
    return "CASE %1$s WHEN 'default' THEN %2$s ELSE %1$s || '/' || %2$s END"
        .formatted(project, name);
  }

  /**
   * Returns the expression for the key of a flow that may be a part of another: in the project of
   * the run whose id is bound first, or else as it is bound second.
   */
  public static String within() {
    return "COALESCE((SELECT %s FROM flow_run around WHERE around.id = ?), '') || CAST(? AS TEXT)"
        .formatted(prefix("around.flow"));
  }

  private static String withoutProject(String key) {
    return "ltrim(" + key + ", '" + CHARACTERS + "')";
  }
}
