package dev.praetor.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class MaskerTest {
  private static final String SECRET = "pä\"ss wo/rd+1";
  private static final JsonMapper JSON = JsonMapper.shared();

  private static Masker hiding(String secret) {
    Masker masker = new Masker();
    masker.hide(secret);
    return masker;
  }

  @Test
  void a_secret_is_masked_in_every_form_praetor_gives_it() {
    Masker masker = hiding(SECRET);
    byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
    for (String form :
        new String[] {
          SECRET,
          JSON.writeValueAsString(SECRET),
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
  void json_within_json_is_masked() {
    String once = JSON.writeValueAsString(Map.of("token", SECRET));
    String twice = JSON.writeValueAsString(Map.of("body", once));
    assertThat(hiding(SECRET).mask(twice)).contains("***").doesNotContain("ss wo");
  }

  @Test
  void bytes_with_a_secret_in_them_are_masked_wherever_it_stands() {
    for (String secret : new String[] {"abc", "abcd", "abcde", SECRET, "?~>?~>?~>"}) {
      for (String before : new String[] {"", "x", "xy", "xyz", "xyzx"}) {
        for (String after : new String[] {"", "x", "xy", "xyz"}) {
          byte[] bytes = (before + secret + after).getBytes(StandardCharsets.UTF_8);
          String json = JSON.writeValueAsString(bytes);
          assertThat(hiding(secret).mask(json)).as(before + secret + after).contains("***");
          String url = Base64.getUrlEncoder().encodeToString(bytes);
          assertThat(hiding(secret).mask(url)).as(before + secret + after).contains("***");
        }
      }
    }
  }

  @Test
  void of_bytes_with_a_secret_in_them_only_what_is_around_it_can_be_read() {
    String masked =
        hiding("abcdefgh")
            .mask(
                Base64.getEncoder()
                    .encodeToString("12abcdefgh34".getBytes(StandardCharsets.UTF_8)));
    assertThat(masked).isEqualTo("MTJ***DM0");
  }

  @Test
  void a_text_is_masked_before_it_is_cut() {
    assertThat(hiding(SECRET).mask("it is " + SECRET, 8)).isEqualTo("it is **…");
  }

  @Test
  void a_failure_is_masked_before_its_message_is_cut() {
    String message = "x".repeat(19_995) + SECRET;
    assertThat(hiding(SECRET).failure(new IllegalStateException(message)).message())
        .endsWith("xxx***");
  }

  @Test
  void a_secret_inside_a_longer_one_leaves_nothing_of_the_longer_one() {
    Masker masker = hiding("abc");
    masker.hide("abcdef");
    assertThat(masker.mask("xabcdefx")).isEqualTo("x***x");
  }

  @Test
  void nothing_is_masked_by_values_too_short_to_be_secret() {
    assertThat(hiding("a").isEmpty()).isTrue();
  }
}
