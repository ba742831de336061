package dev.praetor.store.model;

import java.nio.file.Path;

/**
 * The place where the code of a run's flow is found again, and who started the run.
 *
 * @param target the absolute path of a {@code .java} or {@code .jar} file, or the name of a class
 */
public record RunOrigin(String target, String user) {
  /** The origin of a run of this code, by a name under which it is found from every folder. */
  public static RunOrigin of(String target, String user) {
    return new RunOrigin(lasting(target), user);
  }

  /** The name under which code is found from every folder. */
  public static String lasting(String target) {
    return target.endsWith(".java") || target.endsWith(".jar")
        ? Path.of(target).toAbsolutePath().normalize().toString()
        : target;
  }
}
