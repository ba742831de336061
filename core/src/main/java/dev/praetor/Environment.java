package dev.praetor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where a flow's runs take place. A value: nothing is built or started by making one. */
public sealed interface Environment {
  /** In the process that starts the run. */
  record InProcess() implements Environment {}

  /** In a process of its own, with these variables added to its environment. */
  record Process(Map<String, String> variables) implements Environment {
    public Process {
      variables = copy(variables);
    }

    static Process of() {
      return new Process(Map.of());
    }

    /** With one more variable. */
    public Process env(String name, String value) {
      return new Process(with(variables, name, value));
    }
  }

  /**
   * In a container whose image is made from a base image.
   *
   * @param image the base image, for example {@code eclipse-temurin:25-jre}
   * @param registry where the image is pushed; without one it stays local
   * @param files local path → absolute path in the image
   * @param variables the container's environment
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

    /** Where the image is pushed, for example {@code localhost:5000/flows}. */
    public Container registry(String registry) {
      return new Container(image, Optional.of(registry), files, variables);
    }

    /** With one more file; {@code inImage} must be absolute. */
    public Container file(String local, String inImage) {
      if (!inImage.startsWith("/")) {
        throw new IllegalArgumentException(
            "the path in the image must be absolute: '" + inImage + "'");
      }
      return new Container(image, registry, with(files, local, inImage), variables);
    }

    /** With one more variable. Not for secrets: a variable can be read by whoever has the image. */
    public Container env(String name, String value) {
      return new Container(image, registry, files, with(variables, name, value));
    }
  }

  private static Map<String, String> copy(Map<String, String> map) {
    return java.util.Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  private static Map<String, String> with(Map<String, String> map, String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(map);
    more.put(key, value);
    return more;
  }
}
