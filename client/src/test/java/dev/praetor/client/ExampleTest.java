package dev.praetor.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in the Javadoc of the client compile. */
class ExampleTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/praetor/client");

  private static String example(String type) throws IOException {
    String source = Files.readString(SOURCES.resolve(type + ".java"));
    int begin = source.indexOf("<pre>{@code");
    String text = source.substring(begin, source.indexOf("}</pre>", begin));
    return text.lines()
        .skip(1)
        .map(line -> line.replaceFirst("^ \\* ?", ""))
        .collect(Collectors.joining("\n"));
  }

  private static void checkCompiles(Path folder, String type) throws IOException {
    String code =
        """
        import static dev.praetor.StateType.FAILED;
        import dev.praetor.*;
        import dev.praetor.client.*;
        import dev.praetor.client.model.*;
        import java.net.URI;
        import java.time.Duration;
        import java.util.List;
        class Example {
          static void example(String key) throws Exception {
        %s
          }
        }
        """
            .formatted(example(type));
    Path file = Files.writeString(folder.resolve("Example.java"), code);
    String path = System.getProperty("java.class.path");
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", path, file.toString()))
        .as(code)
        .isZero();
  }

  @Test
  void the_examples_compile(@TempDir Path folder) throws IOException {
    checkCompiles(folder, "PraetorClient");
    checkCompiles(folder, "Filter");
  }
}
