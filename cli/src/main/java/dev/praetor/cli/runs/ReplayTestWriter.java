package dev.praetor.cli.runs;

import dev.praetor.Failure;
import dev.praetor.Flow;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.engine.loading.FlowLoader;
import dev.praetor.store.history.ShortText;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes a JUnit test that calls the code of a recorded task run again, with its recorded inputs.
 *
 * @param code the code that defines the flow
 */
record ReplayTestWriter(Replayed replayed, FlowLoader.Found code) {
  /** The longest fixture inside the test; a string constant has at most 65,535 bytes. */
  private static final int MOST_INSIDE = 20_000;

  static ReplayTestWriter of(Replayed replayed, String target, Flow<?> flow) throws IOException {
    FlowLoader.Found code =
        FlowLoader.find(target).stream()
            .filter(found -> found.flow().name().equals(flow.name()))
            .findFirst()
            .orElseThrow(() ->
                new UsageException(
                    "flow '"
                        + flow.name()
                        + "' is only a part of other flows, so no test can be written for it; let "
                        + target
                        + " offer it as a flow of its own too"));
    int modifiers = code.method().map(Method::getModifiers).orElse(code.type().getModifiers());
    if (Modifier.isPrivate(modifiers)) {
      throw new UsageException(
          "flow '"
              + flow.name()
              + "' is defined by private code in "
              + code.type().getName()
              + ", which a test cannot call; make it visible in its package");
    }
    return new ReplayTestWriter(replayed, code);
  }

  /** Writes the test and returns its file. */
  Path write(Path folder) throws IOException {
    Path place = folder.resolve(packageName().replace('.', '/'));
    Path file = place.resolve(name() + ".java");
    Path data =
        resources(folder).resolve(packageName().replace('.', '/')).resolve(name() + ".json");
    boolean apart = fixture().length() > MOST_INSIDE;
    for (Path each : apart ? new Path[] {file, data} : new Path[] {file}) {
      if (Files.exists(each)) {
        throw new UsageException(each + " already exists; move it away first");
      }
    }
    Files.createDirectories(place);
    if (apart) {
      Files.createDirectories(data.getParent());
      Files.writeString(data, fixture() + "\n");
    }
    Files.writeString(file, text(apart));
    return file;
  }

  /** Returns the folder from which builds take test resources. */
  private static Path resources(Path folder) {
    return folder.endsWith("src/test/java") ? folder.resolveSibling("resources") : folder;
  }

  private String packageName() {
    return code.type().getPackageName();
  }

  private String name() {
    StringBuilder name = new StringBuilder();
    for (String word : replayed.path().toString().split("[^A-Za-z0-9]+", -1)) {
      if (!word.isEmpty()) {
        name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
      }
    }
    boolean isName = !name.isEmpty() && Character.isJavaIdentifierStart(name.charAt(0));
    return (isName ? name : "Task" + name) + "ReplayTest";
  }

  private String methodName() {
    String words = replayed.path().toString().replaceAll("[^A-Za-z0-9]+", "_");
    String name = words.replaceAll("^_|_$", "") + "_ends_well";
    return Character.isJavaIdentifierStart(name.charAt(0)) ? name : "task_" + name;
  }

  private String fixture() {
    return PrintableText.of(replayed.fixture().toPrettyString(), false);
  }

  String text(boolean apart) {
    String inside =
        apart
            ? ""
            : """

              /** The recorded call, without secrets. */
              private static final String RECORDED =
                  \"""
            %s
                  \""";
            """
                .formatted(indented(fixture()));
    String recorded = apart ? name() + ".class, \"" + name() + ".json\"" : "RECORDED";
    return """
    %simport dev.praetor.Flow;
    import dev.praetor.testkit.TaskReplay;
    import org.junit.jupiter.api.Test;

    /**
     * Recreates %s of run %s, which
     * %s.
     */
    class %s {%s
      private static Flow<?> flow() {
        return %s;
      }

      @Test
      void %s() throws Throwable {
        TaskReplay.of(flow(), %s)
            .recorded(%s)%s
            .call();
      }
    }
    """
        .formatted(
            packageName().isEmpty() ? "" : "package " + packageName() + ";\n\n",
            JavaText.comment(replayed.path().toString()),
            replayed.run().id(),
            ended(),
            name(),
            inside,
            flow(),
            methodName(),
            JavaText.literal(replayed.path().toString()),
            recorded,
            secrets());
  }

  private String ended() {
    Optional<Failure> failure = replayed.row().failure();
    String text =
        failure.isPresent()
            ? "failed with " + failure.get().summary()
            : "was " + replayed.row().state().name();
    return JavaText.comment(ShortText.firstLine(text));
  }

  private String flow() {
    String type = code.type().getCanonicalName();
    String simple = type.substring(packageName().isEmpty() ? 0 : packageName().length() + 1);
    return code.method()
        .map(method -> simple + "." + method.getName() + "()")
        .orElseGet(() ->
            "TaskReplay.flow(new %s().flows(), %s)"
                .formatted(simple, JavaText.literal(code.flow().name())));
  }

  private String secrets() {
    StringBuilder text = new StringBuilder();
    for (String secret : replayed.secrets()) {
      text.append("\n        .secret(").append(JavaText.literal(secret));
      text.append(", \"a value for tests\")");
    }
    return text.toString();
  }

  /** Indents and escapes JSON for a text block. */
  private static String indented(String json) {
    return json.replace("\\", "\\\\").replace("\"\"\"", "\\\"\"\"").indent(6).stripTrailing();
  }
}
