package dev.praetor.server.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionInput;
import graphql.GraphqlErrorBuilder;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.Document;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckedDocumentsTest {
  private final CheckedDocuments documents = new CheckedDocuments();
  private final List<String> checked = new ArrayList<>();

  private PreparsedDocumentEntry ask(String text, boolean isWrong) {
    return documents
        .getDocumentAsync(
            ExecutionInput.newExecutionInput(text).build(),
            input -> {
              checked.add(input.getQuery());
              return isWrong
                  ? new PreparsedDocumentEntry(
                      GraphqlErrorBuilder.newError().message("wrong").build())
                  : new PreparsedDocumentEntry(Document.newDocument().build());
            })
        .join();
  }

  @Test
  void a_text_is_checked_once() {
    PreparsedDocumentEntry first = ask("{ a }", false);
    assertThat(ask("{ a }", false)).isSameAs(first);
    assertThat(checked).containsExactly("{ a }");
  }

  @Test
  void a_text_with_a_mistake_and_a_long_text_are_not_kept() {
    String large = "{ a }" + " ".repeat(10_000);
    for (int i = 0; i < 2; i++) {
      assertThat(ask("{ b }", true).hasErrors()).isTrue();
      assertThat(ask(large, false).hasErrors()).isFalse();
    }
    assertThat(checked).containsExactly("{ b }", large, "{ b }", large);
  }

  @Test
  void the_texts_that_were_not_asked_for_lately_are_forgotten() {
    for (int i = 0; i < 300; i++) {
      assertThat(ask("{ a" + i + " }", false).hasErrors()).isFalse();
    }
    checked.clear();
    assertThat(ask("{ a299 }", false).hasErrors()).isFalse();
    assertThat(ask("{ a0 }", false).hasErrors()).isFalse();
    assertThat(checked).containsExactly("{ a0 }");
  }
}
