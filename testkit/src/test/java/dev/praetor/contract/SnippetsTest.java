package dev.praetor.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Checks that the code shown in the documentation is code that runs. */
class SnippetsTest {
  private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

  private static List<String> snippets(String page) throws IOException {
    String text = Files.readString(Path.of("..").resolve(page));
    return BLOCK.matcher(text).results().map((MatchResult block) -> block.group(1)).toList();
  }

  private static String bare(String code) {
    return code.replaceAll("//[^\\n]*", "").replaceAll("\\s+", "");
  }

  @Test
  void the_page_on_testing_shows_lines_of_a_test() throws IOException {
    String test = Files.readString(Path.of("src/test/java/dev/praetor/testkit/TestKitTest.java"));
    List<String> snippets = snippets("docs/guide/testing.md");
    assertThat(snippets)
        .isNotEmpty()
        .allSatisfy(code -> assertThat(bare(test)).contains(bare(code)));
  }

  @Test
  void the_flow_of_the_readme_is_that_of_a_test() throws IOException {
    String test = Files.readString(Path.of("src/test/java/dev/praetor/contract/ReadmeTest.java"));
    List<String> snippets = snippets("README.md");
    assertThat(snippets)
        .isNotEmpty()
        .allSatisfy(code -> assertThat(bare(test)).contains(bare(code)));
  }

  @Test
  void the_page_on_values_shows_lines_of_a_test() throws IOException {
    String test =
        Files.readString(Path.of("../core/src/test/java/dev/praetor/ValuesGuideTest.java"));
    List<String> snippets = snippets("docs/guide/values.md");
    assertThat(snippets)
        .isNotEmpty()
        .allSatisfy(code -> assertThat(bare(test)).contains(bare(code)));
  }
}
