package dev.praetor.engine.loading;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Source files that were compiled in memory.
 *
 * @param classes the bytes of the classes, by their names and in the order of the names, so that
 *     outer classes stand before inner ones
 */
public record CompiledSources(SortedMap<String, byte[]> classes) {
  public CompiledSources {
    classes = Collections.unmodifiableSortedMap(new TreeMap<>(classes));
  }

  /** Compiles one file. */
  public static CompiledSources of(Path file) throws IOException {
    return of(List.of(file), List.of());
  }

  /**
   * Compiles files together.
   *
   * @param libraries the jars with other classes that they need
   * @throws CannotLoadFlows if they do not compile
   */
  public static CompiledSources of(List<Path> sources, List<Path> libraries) throws IOException {
    String target = sources.stream().map(Path::toString).collect(Collectors.joining(", "));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw CannotLoadFlows.unusable(
          target, "running a source file needs a JDK, and this is only a Java runtime", "");
    }
    DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
            compiler.getStandardFileManager(messages, Locale.ROOT, null);
        Memory memory = new Memory(files)) {
      List<String> options =
          List.of("-classpath", classPath(libraries), "-proc:none", "-parameters");
      boolean compiled =
          compiler
              .getTask(
                  null, memory, messages, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      // The compiler counts only its own errors, and not those of reading a file in another
      // charset.
      if (!compiled || messages.getDiagnostics().stream().anyMatch(CompiledSources::isError)) {
        throw CannotLoadFlows.unusable(
            target,
            target
                + (sources.size() == 1 ? " does" : " do")
                + " not compile:"
                + describe(messages, sources.size() > 1),
            "");
      }
      return new CompiledSources(memory.classes());
    }
  }

  private static String classPath(List<Path> libraries) {
    return Stream.concat(
            Stream.of(System.getProperty("java.class.path")),
            libraries.stream().map(Path::toString))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Loads the classes, which this also defines. */
  List<Class<?>> load() {
    Loader loader = new Loader(classes);
    List<Class<?>> loaded = new ArrayList<>();
    for (String name : classes.keySet()) {
      try {
        loaded.add(Class.forName(name, false, loader));
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
    return loaded;
  }

  private static boolean isError(Diagnostic<?> message) {
    return message.getKind() == Diagnostic.Kind.ERROR;
  }

  private static String describe(DiagnosticCollector<JavaFileObject> messages, boolean namesFiles) {
    return messages.getDiagnostics().stream()
        .filter(CompiledSources::isError)
        .map(d ->
            "\n  "
                + (namesFiles ? file(d) : "")
                + "line "
                + d.getLineNumber()
                + ": "
                + d.getMessage(Locale.ROOT).replace("\n", "\n    ")
                + advice(d.getMessage(Locale.ROOT)))
        .collect(Collectors.joining());
  }

  private static String file(Diagnostic<? extends JavaFileObject> message) {
    JavaFileObject source = message.getSource();
    return source == null ? "" : Path.of(source.getName()).getFileName() + " ";
  }

  /** Returns what to write instead of code whose message by the compiler does not say so. */
  private static String advice(String message) {
    return message.startsWith("reference to of is ambiguous")
        ? "\n      A method reference to an overloaded or generic method does not say which method or"
            + " type is meant: write Task.of(\"name\", Result.class, (Type x) -> method(x)), or"
            + " rename one of the methods"
        : "";
  }

  /** A file manager that keeps compiled classes in memory. */
  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> written = new LinkedHashMap<>();

    Memory(JavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, @Nullable FileObject sibling) {
      URI uri = URI.create("memory:///" + name.replace('.', '/') + kind.extension);
      return new SimpleJavaFileObject(uri, kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          written.put(name, bytes);
          return bytes;
        }
      };
    }

    SortedMap<String, byte[]> classes() {
      SortedMap<String, byte[]> classes = new TreeMap<>();
      written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
      return classes;
    }
  }

  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> classes;

    Loader(Map<String, byte[]> classes) {
      super(CompiledSources.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
