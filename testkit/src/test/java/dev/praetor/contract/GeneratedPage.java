package dev.praetor.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page of the documentation that is made by a test: written with -Dpraetor.docs=write, else
 * compared.
 */
public final class GeneratedPage {
  private GeneratedPage() {}

  public static void check(String name, String content) throws IOException {
    Path page = Path.of("..", "docs").resolve(name);
    if ("write".equals(System.getProperty("praetor.docs"))) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, content);
    }
    assertThat(page)
        .as("made anew by: ./mvnw test -pl testkit -am -Dpraetor.docs=write")
        .content()
        .isEqualTo(content);
  }
}
