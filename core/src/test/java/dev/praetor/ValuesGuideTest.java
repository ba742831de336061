package dev.praetor;

import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The code and the message that the page on values shows. */
class ValuesGuideTest {
  sealed interface Payment {}

  @JsonTypeName("card")
  record Card(String number) implements Payment {}

  record Transfer(String iban, LocalDate due) implements Payment {}

  static List<Payment> payments() {
    return List.of(new Card("4000"), new Transfer("DE02", LocalDate.EPOCH));
  }

  static int number(List<Payment> payments) {
    return payments.size();
  }

  record Report(String title, List<Stream<String>> parts) {}

  static Report report() {
    return new Report("", List.of());
  }

  /** A class of a library, without a value that lasts. */
  static final class Cluster {
    private final String id;

    Cluster(String id) {
      this.id = id;
    }

    String id() {
      return id;
    }
  }

  static final class Clusters {
    Cluster start() {
      return new Cluster("c1");
    }

    Cluster connect(String id) {
      return new Cluster(id);
    }
  }

  static int size(Cluster cluster) {
    return cluster.id().length();
  }

  record Rate(String currency, double perEuro) {}

  static Rate load(String currency) {
    return new Rate(currency, 1);
  }

  @Test
  void members_of_a_sealed_family_are_results() {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> Task.of(ValuesGuideTest::number).call(Task.of(ValuesGuideTest::payments).call()));
    assertThat(flow.run().value()).isEqualTo(2);
  }

  @Test
  void a_result_that_cannot_be_kept_is_refused_with_the_message_of_the_page() throws IOException {
    Throwable refused =
        catchThrowable(() -> Flow.define("f", f -> Task.of(ValuesGuideTest::report).call()));
    String message = Objects.requireNonNull(refused.getMessage());
    String problem = message.substring(message.indexOf("f/report"));
    String page = Files.readString(Path.of("../docs/guide/values.md"));
    assertThat(words(page)).contains(words(problem));
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  @Test
  void a_format_and_a_task_that_keeps_nothing_are_ways_out() {
    Clusters clusters = new Clusters();
    var kept = Task.of(clusters::start).keptAs(ResultFormat.of(Cluster::id, clusters::connect));
    var again = Task.of(clusters::start).notKept();
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              Task.of(ValuesGuideTest::size).call(again.call());
              return Task.of(ValuesGuideTest::size).call(kept.call());
            });
    assertThat(flow.run().value()).isEqualTo(2);
  }

  @Test
  void a_cache_states_what_must_be_equal() {
    var rate =
        Task.of(ValuesGuideTest::load)
            .cached(Cache.byInputs().forAtMost(Duration.ofHours(1)).sharedAs("rates"));
    Flow<Rate> flow = Flow.define("f", f -> rate.call(value("USD")));
    assertThat(flow.run().value()).isEqualTo(new Rate("USD", 1));
  }
}
