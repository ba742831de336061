package dev.praetor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The place where the runs of a flow are executed. An environment is an immutable value: creating
 * one builds and starts nothing.
 */
public sealed interface Environment {
  /** The process that starts the run. */
  record InProcess() implements Environment {}

  /** A separate process, with these variables added to its environment. */
  record Process(Map<String, String> variables) implements Environment {
    public Process {
      variables = copy(variables);
    }

    static Process of() {
      return new Process(Map.of());
    }

    /**
     * Returns this environment with one more variable, which replaces a variable of the same name.
     */
    public Process env(String name, String value) {
      return new Process(with(variables, name, value));
    }
  }

  /**
   * A container whose image is built from a base image.
   *
   * @param image the base image, for example {@code eclipse-temurin:25-jre}
   * @param registry the registry to which the image is pushed, for example {@code
   *     localhost:5000/flows}; without it the image stays local
   * @param files the files copied into the image: local path → absolute path in the image
   * @param variables the environment variables of the container
   */
  record Container(
      String image,
      Optional<String> registry,
      Map<String, String> files,
      Map<String, String> variables)
      implements Environment {
    public Container {
      files = copy(files);
      variables = copy(variables);
    }

    static Container of(String image) {
      return new Container(image, Optional.empty(), Map.of(), Map.of());
    }

    /**
     * Returns this environment with a registry to which the image is pushed, for example {@code
     * localhost:5000/flows}.
     */
    public Container registry(String registry) {
      return new Container(image, Optional.of(registry), files, variables);
    }

    /**
     * Returns this environment with one more file in the image.
     *
     * @throws IllegalArgumentException if {@code inImage} is not an absolute path
     */
    public Container file(String local, String inImage) {
      if (!inImage.startsWith("/")) {
        throw new IllegalArgumentException(
            "the path in the image must be absolute: '" + inImage + "'");
      }
      return new Container(image, registry, with(files, local, inImage), variables);
    }

    /**
     * Returns this environment with one more variable. Do not pass secrets this way: a variable can
     * be read by anyone who has the image.
     */
    public Container env(String name, String value) {
      return new Container(image, registry, files, with(variables, name, value));
    }
  }

  private static Map<String, String> copy(Map<String, String> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  private static Map<String, String> with(Map<String, String> map, String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(map);
    more.put(key, value);
    return more;
  }
}
