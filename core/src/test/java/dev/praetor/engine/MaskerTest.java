package dev.praetor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class MaskerTest {
  private static final String SECRET = "pä\"ss wo/rd+1";

  @Test
  void a_secret_is_masked_in_every_form_praetor_gives_it() {
    Masker masker = new Masker();
    masker.hide(SECRET);
    byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
    for (String form :
        new String[] {
          SECRET,
          JsonMapper.shared().writeValueAsString(SECRET),
          Base64.getEncoder().encodeToString(bytes),
          Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
          URLEncoder.encode(SECRET, StandardCharsets.UTF_8)
        }) {
      assertThat(masker.mask("a " + form + " b"))
          .startsWith("a ")
          .endsWith(" b")
          .contains("***")
          .doesNotContain("ss");
    }
  }

  @Test
  void a_secret_inside_another_one_leaves_nothing_of_the_longer() {
    Masker masker = new Masker();
    masker.hide("abc");
    masker.hide("abcdef");
    assertThat(masker.mask("xabcdefx")).isEqualTo("x***x");
  }

  @Test
  void nothing_is_masked_by_values_too_short_to_be_secret() {
    Masker masker = new Masker();
    masker.hide("a");
    assertThat(masker.isEmpty()).isTrue();
  }
}
