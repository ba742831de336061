package dev.praetor.engine.packaging;

import dev.praetor.engine.loading.CompiledSources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Sources and jars of flows, which tests write into a folder. */
record Jars(Path folder) {
  static final String SERVICES = "META-INF/services/dev.praetor.FlowSource";
  private static final String IMPORTS =
      "import dev.praetor.*; import java.util.*; import static dev.praetor.Praetor.*;\n";

  /** Writes a source file. */
  Path source(String name, String code) throws IOException {
    return Files.writeString(folder.resolve(name + ".java"), IMPORTS + code);
  }

  /** Writes a source file whose class has a method for a flow. */
  Path flow(String type, String flow) throws IOException {
    return source(
        type,
        "class %s { static Flow<?> flow() { return Flow.define(\"%s\", f -> value(1)); } }"
            .formatted(type, flow));
  }

  /** Compiles the code of a public class to a jar, in which it is the flow source. */
  Path jar(String name, String type, String code, Path... libraries) throws IOException {
    Path source = source(type, code);
    CompiledSources compiled = CompiledSources.of(List.of(source), List.of(libraries));
    Files.delete(source);
    Map<String, byte[]> files = new LinkedHashMap<>();
    compiled.classes().forEach((each, bytes) -> files.put(each + ".class", bytes));
    if (code.contains("implements FlowSource")) {
      files.put(SERVICES, type.getBytes(StandardCharsets.UTF_8));
    }
    return write(name, files);
  }

  /** Returns the code of a flow source with one flow. */
  static String code(String type, String flow) {
    return "public class %s implements FlowSource { public List<Flow<?>> flows() { return List.of(Flow.define(\"%s\", f -> value(1))); } }"
        .formatted(type, flow);
  }

  Path write(String name, Map<String, byte[]> files) throws IOException {
    Path jar = folder.resolve(name);
    Files.createDirectories(jar.getParent());
    try (JarOutputStream entries = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        entries.putNextEntry(new JarEntry(file.getKey()));
        entries.write(file.getValue());
      }
    }
    return jar;
  }
}
