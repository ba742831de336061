package dev.praetor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The approval prompt accepts only yes and no. */
class ApprovalPromptTest {
  @ParameterizedTest
  @ValueSource(strings = {"y", "Y", "yes", " YES "})
  void yes_approves(String typed) {
    assertThat(ApprovalPrompt.answer(typed)).contains(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"n", "N", "no", " No "})
  void no_refuses(String typed) {
    assertThat(ApprovalPrompt.answer(typed)).contains(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "yesterday", "yikes", "nope", "j", "ok", "1", "true"})
  void anything_else_is_asked_again(String typed) {
    assertThat(ApprovalPrompt.answer(typed)).isEmpty();
  }
}
