package dev.praetor.engine.loading;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
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

/** Compiles one source file in memory. */
final class SourceFile {
  private SourceFile() {}

  /** Compiles a file and returns its classes, outer classes before inner ones. */
  static List<Class<?>> compile(Path file) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw CannotLoadFlows.unusable(
          file.toString(),
          "running a source file needs a JDK, and this is only a Java runtime",
          "");
    }
    DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
            compiler.getStandardFileManager(messages, Locale.ROOT, null);
        Memory memory = new Memory(files)) {
      List<String> options =
          List.of("-classpath", System.getProperty("java.class.path"), "-proc:none", "-parameters");
      boolean compiled =
          compiler
              .getTask(null, memory, messages, options, null, files.getJavaFileObjects(file))
              .call();
      // The compiler counts only its own errors, and not those of reading a file in another
      // charset.
      if (!compiled || messages.getDiagnostics().stream().anyMatch(SourceFile::isError)) {
        throw CannotLoadFlows.unusable(
            file.toString(), file + " does not compile:" + describe(messages), "");
      }
      return memory.classes();
    }
  }

  private static boolean isError(Diagnostic<?> message) {
    return message.getKind() == Diagnostic.Kind.ERROR;
  }

  private static String describe(DiagnosticCollector<JavaFileObject> messages) {
    return messages.getDiagnostics().stream()
        .filter(SourceFile::isError)
        .map(d ->
            "\n  line "
                + d.getLineNumber()
                + ": "
                + d.getMessage(Locale.ROOT).replace("\n", "\n    ")
                + advice(d.getMessage(Locale.ROOT)))
        .collect(Collectors.joining());
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

    List<Class<?>> classes() {
      Loader loader = new Loader(Map.copyOf(written));
      List<Class<?>> classes = new ArrayList<>();
      for (String name : written.keySet().stream().sorted().toList()) {
        try {
          classes.add(Class.forName(name, false, loader));
        } catch (ClassNotFoundException e) {
          throw new IllegalStateException(e);
        }
      }
      return classes;
    }
  }

  private static final class Loader extends ClassLoader {
    private final Map<String, ByteArrayOutputStream> classes;

    Loader(Map<String, ByteArrayOutputStream> classes) {
      super(SourceFile.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      ByteArrayOutputStream bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes.toByteArray(), 0, bytes.size());
    }
  }
}
