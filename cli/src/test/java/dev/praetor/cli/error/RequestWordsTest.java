package dev.praetor.cli.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.server.access.Permissions;
import org.junit.jupiter.api.Test;

/** The words for requests. */
class RequestWordsTest {
  @Test
  void there_are_words_for_each_question_and_change_and_for_registering() {
    assertThat(Permissions.all().keySet())
        .filteredOn(request ->
            request.startsWith("Query.")
                || request.startsWith("Mutation.")
                || request.contains("/uploads/"))
        .hasSizeGreaterThan(60)
        .allSatisfy(request -> assertThat(RequestWords.of(request)).as(request).isPresent());
    assertThat(RequestWords.of("Mutation.unheardOf")).isEmpty();
  }
}
