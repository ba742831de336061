package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of a key service in the guide compiles. */
class MasterKeyGuideTest {
  @TempDir private Path folder;

  @Test
  void the_key_service_of_the_guide_compiles() throws IOException {
    String page = Files.readString(Path.of("../docs/guide/secrets.md"));
    int begin = page.indexOf("import dev.praetor.spi.MasterKeyService;");
    String source = page.substring(begin, page.indexOf("```", begin));
    Path file = Files.writeString(folder.resolve("VaultMasterKey.java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter problems = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiles =
          compiler
              .getTask(
                  problems,
                  files,
                  null,
                  List.of(
                      "-proc:none",
                      "-d",
                      folder.toString(),
                      "-cp",
                      System.getProperty(
                          "surefire.test.class.path", System.getProperty("java.class.path"))),
                  null,
                  files.getJavaFileObjects(file))
              .call();
      assertThat(compiles).as("%s", problems).isTrue();
    }
  }
}
