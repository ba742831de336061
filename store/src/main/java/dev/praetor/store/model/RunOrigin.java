package dev.praetor.store.model;

import java.nio.file.Path;

/**
 * The origin of a run: the place where the code of its flow is found, and the user who started it.
 *
 * @param target the absolute path of a {@code .java} or {@code .jar} file, or the name of a class
 * @param user the name of the user
 */
public record RunOrigin(String target, String user) {
  /** Returns an origin whose target is made independent of the current folder. */
  public static RunOrigin of(String target, String user) {
    return new RunOrigin(lasting(target), user);
  }

  /**
   * Returns a target that does not depend on the current folder: the absolute path of a file, or
   * the name of a class as it is.
   */
  public static String lasting(String target) {
    return target.endsWith(".java") || target.endsWith(".jar")
        ? Path.of(target).toAbsolutePath().normalize().toString()
        : target;
  }
}
