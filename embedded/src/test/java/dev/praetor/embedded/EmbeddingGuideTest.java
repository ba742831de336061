package dev.praetor.embedded;

import static dev.praetor.Praetor.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.Parameter;
import dev.praetor.Praetor;
import dev.praetor.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code that the page on the engine inside an application shows. */
class EmbeddingGuideTest {
  private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  private final Flow<String> fulfilment =
      Flow.define(
          "fulfilment",
          flow -> {
            Parameter<Integer> order = flow.parameter("order", Integer.class);
            var send =
                Task.of(
                    "send", String.class, (Integer number) -> "order " + number + " is on its way");
            return send.call(order);
          });

  @Test
  void an_application_runs_a_flow() {
    Home home = Home.of(folder); // or Home.of(dataSource), for PostgreSQL
    try (PraetorEngine praetor = Praetor.open(home)) {
      praetor.serve(fulfilment);
      FlowResult<String> result = praetor.run(fulfilment, with("order", 7));
      assertThat(result.value()).isEqualTo("order 7 is on its way");
    }
  }

  @Test
  void a_run_starts_on_terms() throws Exception {
    Instant due = Instant.EPOCH;
    try (PraetorEngine praetor = Praetor.open(Home.of(folder))) {
      StartOptions terms = StartOptions.at(due).key("order 7").label("shop", "Berlin").priority(5);
      EngineRun<String> run = praetor.start(fulfilment, terms, with("order", 7));
      assertThat(run.isNew()).isTrue();
      assertThat(run.await().value()).isEqualTo("order 7 is on its way");
    }
  }

  @Test
  void the_page_shows_lines_of_tests() throws IOException {
    String page = Files.readString(Path.of("../docs/guide/embedding.md"));
    List<String> snippets =
        SNIPPET.matcher(page).results().map(found -> bare(found.group(1))).toList();
    String tests = bare(test("EmbeddingGuideTest")) + bare(test("TransactionTest"));
    assertThat(snippets).isNotEmpty().allSatisfy(code -> assertThat(tests).contains(code));
  }

  private static String test(String name) throws IOException {
    return Files.readString(Path.of("src/test/java/dev/praetor/embedded").resolve(name + ".java"));
  }

  private static String bare(String code) {
    return code.replaceAll("//[^\\n]*", "").replaceAll("\\s+", "");
  }
}
