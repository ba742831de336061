package dev.praetor.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
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

  private static final String PEM =
      """
      -----BEGIN KEY-----
      MIIEvQIBADANBgkqhkiG9w0B
      AQEFAASCBKcwggSjAgEAAoIB
      -----END KEY-----
      """;

  @Test
  void the_lines_of_a_secret_are_masked_however_they_are_joined() {
    Masker masker = hiding(PEM);
    for (String form :
        List.of(
            PEM,
            PEM.indent(4),
            PEM.replace("\n", "\r\n"),
            PEM.replace("\n", "\\n"),
            PEM.replace("\n", ""),
            PEM.replace("\n", " "),
            PEM.lines().toList().toString(),
            JSON.writeValueAsString(PEM.lines().toList()),
            "bad line 2: " + PEM.lines().toList().get(1),
            Base64.getMimeEncoder(20, new byte[] {'\n'})
                .encodeToString(PEM.getBytes(StandardCharsets.UTF_8)))) {
      assertThat(masker.mask(form)).contains("***").doesNotContain("MII", "AAoIB", "wggSj", "TUlJ");
    }
  }

  @Test
  void what_is_masked_side_by_side_becomes_one_mask() {
    assertThat(hiding(PEM).mask("a" + PEM.replace("\n", "") + "b")).isEqualTo("a***b");
  }

  @Test
  void the_values_of_json_are_masked_and_its_names_and_its_words_are_not() {
    String json =
        "{\"user\": \"ann\", \"password\": \"pa\\u0073s-1\", \"port\": 15432, \"ssl\": true,"
            + " \"rate\": 12.50, \"x\": null, \"inner\": [\"deep-value\"], \"n\": 7}";
    Masker masker = hiding(json);
    for (String masked :
        List.of("ann", "pass-1", "15432", "12.50", "12.5", "deep-value", json, "[deep-value]")) {
      assertThat(masker.mask(masked)).as(masked).contains("***");
    }
    assertThat(masker.mask("user password port ssl true null 7")).doesNotContain("***");
    assertThat(masker.mask(JSON.readTree(json).toString()))
        .doesNotContain("ann", "pass-1", "15432", "12.5", "deep-value");
  }

  @Test
  void the_json_inside_json_of_a_secret_is_masked_too() {
    String inner = JSON.writeValueAsString(Map.of("key", "in-side"));
    String key = PEM;
    Masker masker = hiding(JSON.writeValueAsString(Map.of("body", inner, "private_key", key)));
    assertThat(masker.mask("it is in-side")).isEqualTo("it is ***");
    assertThat(masker.mask("MIIEvQIBADANBgkqhkiG9w0B")).isEqualTo("***");
  }

  @Test
  void a_number_is_masked_in_the_notations_that_code_gives_it() {
    Masker masker = hiding(" +0047110 \n");
    assertThat(masker.mask("0047110 47110 [47110] 47110.0")).isEqualTo("*** *** [***] ***");
    assertThat(hiding("-1250.50").mask("-1250.5 1250.50")).isEqualTo("-*** ***");
    assertThat(hiding("1e9").mask("1000000000 1,000,000,000")).isEqualTo("*** ***");
    assertThat(hiding("99999999999999999999999").mask("99999999999999999999999")).isEqualTo("***");
  }

  @Test
  void a_secret_is_masked_without_the_blanks_around_it_and_between_its_separators() {
    assertThat(hiding("  s3cr3t-token \n").mask("Bearer s3cr3t-token.")).isEqualTo("Bearer ***.");
    Masker pair = hiding("ann:s3cr3t-1");
    assertThat(pair.mask("s3cr3t-1 and ann")).isEqualTo("*** and ann");
    assertThat(hiding("postgres://ann:pa55word@db/x").mask("with pa55word")).isEqualTo("with ***");
    assertThat(hiding("USER=ann\nPASS=x-1-2-3\n").mask("x-1-2-3")).isEqualTo("***");
  }

  @Test
  void bytes_are_masked_as_base64_hexadecimal_digits_and_lists() {
    byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
    Masker masker = hiding(SECRET);
    for (String form :
        List.of(
            HexFormat.of().formatHex(bytes),
            HexFormat.of().withUpperCase().formatHex(bytes),
            HexFormat.ofDelimiter(":").formatHex(bytes),
            Arrays.toString(bytes),
            JSON.writeValueAsString(Arrays.toString(bytes)))) {
      assertThat(masker.mask("<" + form + ">")).as(form).contains("***").hasSizeLessThan(10);
    }
  }

  @Test
  void a_secret_is_masked_whichever_of_its_characters_are_escaped() {
    String secret = "a&b<c>'d\" e\\f/ü%+1";
    String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    for (String form :
        List.of(
            secret.toUpperCase(Locale.ROOT),
            url,
            url.toLowerCase(Locale.ROOT),
            url.replace("+", "%20"),
            URLEncoder.encode(url, StandardCharsets.UTF_8),
            secret.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
            secret.replace("&", "&#38;").replace("<", "&#x3c;"),
            secret.replace("'", "'\\''"),
            secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/"),
            JSON.writeValueAsString(secret).replace("ü", "\\u00fc"),
            JSON.writeValueAsString(JSON.writeValueAsString(JSON.writeValueAsString(secret))))) {
      String masked = hiding(secret).mask("<" + form + ">");
      assertThat(masked).as(form).contains("***").doesNotContainIgnoringCase("f", "b", "c");
    }
  }

  @Test
  void overlapping_secrets_leave_nothing_of_either() {
    Masker masker = hiding("abcd");
    masker.hide("cdefgh");
    assertThat(masker.mask("xabcdefghx")).isEqualTo("x***x");
  }

  @Test
  void a_masked_json_text_is_json_and_words_of_json_are_kept() {
    Masker masker = hiding("471108");
    masker.hide("true");
    masker.hide("\":");
    String json = "{\"a\":471108,\"b\":[14711089,true,null,1.250],\"471108\":\"is true\"}";
    assertThat(masker.maskJson(json))
        .isEqualTo("{\"a\":\"***\",\"b\":[\"1***9\",true,null,1.250],\"***\":\"is ***\"}");
    assertThat(masker.maskJson("{\"a\" : 1.0}")).isEqualTo("{\"a\" : 1.0}");
    String deep = "[".repeat(3_000) + "1".repeat(3_000) + "]".repeat(3_000);
    assertThat(masker.maskJson(deep)).isEqualTo(deep);
    assertThat(masker.maskJson("not json")).isEqualTo("not json");
    assertThat(masker.maskJson("not json 471108")).isEqualTo("\"not json ***\"");
  }

  @Test
  void a_line_break_beside_a_secret_is_kept() {
    assertThat(hiding("hush-hush").mask("a hush-hush\n  at b")).isEqualTo("a ***\n  at b");
  }

  @Test
  void a_secret_is_masked_anywhere_in_a_very_long_text() {
    Masker masker = hiding(SECRET);
    String escaped = JSON.writeValueAsString(SECRET);
    for (int before : new int[] {0, 262_130, 262_143, 262_144, 524_280, 700_000}) {
      String text = "x".repeat(before) + escaped + "y".repeat(300_000);
      assertThat(masker.mask(text).length()).isEqualTo(before + 300_005);
    }
  }

  @Test
  void texts_are_masked_the_same_with_many_secrets() {
    Masker masker = new Masker();
    for (int i = 0; i < 500; i++) {
      masker.hide("secret-number-" + i);
    }
    assertThat(masker.mask("a secret-number-499 b secret-number-0 c")).isEqualTo("a *** b *** c");
  }

  @Test
  void a_secret_with_letters_that_are_not_ascii_is_masked_in_every_charset() {
    String secret = "gehäime-größe";
    for (String form :
        List.of(
            new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1),
            new String(secret.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII),
            Normalizer.normalize(secret, Normalizer.Form.NFD),
            Arrays.toString(secret.toCharArray()))) {
      assertThat(hiding(secret).mask("<" + form + ">")).as(form).matches("<\\[?\\*\\*\\*]?>");
    }
  }

  @Test
  void a_secret_that_is_spread_over_an_array_is_masked_with_the_array() {
    String secret = "zq7Xsecrét9w";
    Masker masker = hiding(secret);
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    for (Object spread :
        List.of(
            secret.chars().toArray(),
            secret.codePoints().boxed().toList(),
            secret.split("", -1),
            IntStream.range(0, bytes.length).mapToObj(i -> (int) bytes[i]).toList(),
            IntStream.range(0, bytes.length).mapToObj(i -> bytes[i] & 0xFF).toList())) {
      String json = JSON.writeValueAsString(List.of("before", List.of(spread, 1), "after"));
      assertThat(masker.maskJson(json)).isEqualTo("[\"before\",[\"***\",1],\"after\"]");
      assertThat(masker.mask(json)).startsWith("[\"before\"").contains("***").hasSizeLessThan(60);
    }
    assertThat(masker.maskJson("[[1,2],{\"a\":[3]}]")).isEqualTo("[[1,2],{\"a\":[3]}]");
  }

  @Test
  void a_number_is_masked_as_a_double_and_however_its_digits_are_grouped() {
    Masker masker = hiding("48151623");
    for (Object form :
        List.of(
            4.8151623E7,
            Float.valueOf("48151623"),
            String.format(Locale.GERMANY, "%,d", 48151623),
            String.format(Locale.FRANCE, "%,d", 48151623),
            String.format(Locale.of("de", "CH"), "%,d", 48151623),
            "48_151_623")) {
      assertThat(masker.mask("it is " + form)).isEqualTo("it is ***");
    }
    assertThat(masker.maskJson("[4.8151623E7]")).isEqualTo("[\"***\"]");
    assertThat(hiding("1234.5").mask("1234,5")).isEqualTo("***");
    assertThat(hiding("12").mask("12.0")).isEqualTo("12.0");
  }

  @Test
  void a_secret_is_masked_with_its_quotes_doubled_and_its_signs_behind_backslashes() {
    Masker masker = hiding("pa:s's=w\"rd #1!");
    for (String form :
        new String[] {
          "pa\\:s's\\=w\"rd \\#1\\!",
          "pa\\:s\\'s\\=w\\\"rd\\ \\#1\\!",
          "pa:s''s=w\"rd #1!",
          "pa:s's=w\"\"rd #1!",
          "\\x70\\x61\\x3a\\x73\\x27\\x73\\x3d\\x77\\x22\\x72\\x64\\x20\\x231!"
        }) {
      assertThat(masker.mask("<" + form + ">")).as(form).isEqualTo("<***>");
    }
  }

  private static final byte[] KEY = new byte[260];

  static {
    new Random(7).nextBytes(KEY);
  }

  private static String base64(byte[] bytes, int columns) {
    return Base64.getMimeEncoder(columns, new byte[] {'\n'}).encodeToString(bytes);
  }

  private static String hexDump(byte[] bytes, int columns) {
    StringBuilder dump = new StringBuilder();
    for (int at = 0; at < bytes.length; at += columns) {
      byte[] line = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + columns));
      String text = new String(line, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".");
      dump.append(String.format("%08x  ", at))
          .append(HexFormat.ofDelimiter(" ").formatHex(line))
          .append("  |" + text + "|\n");
    }
    return dump.toString();
  }

  /** Masks lines one by one, as a program prints them. */
  private static List<String> lineByLine(Masker masker, String text) {
    List<String> lines = text.lines().toList();
    List<String> masked = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      masked.add(masker.mask(i == 0 ? "" : lines.get(i - 1), lines.get(i)));
    }
    return masked;
  }

  @Test
  void of_a_secret_encoded_over_several_lines_no_line_is_shown() {
    String body = "-----BEGIN PRIVATE KEY-----\n" + base64(KEY, 64) + "\n-----END PRIVATE KEY-----";
    for (String secret :
        List.of(body, body.replace("\n", "\r\n"), SECRET.repeat(9), "k7".repeat(29), "short-1")) {
      Masker masker = hiding(secret);
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      for (int columns : List.of(76, 64, 72, 8, 20)) {
        assertThat(lineByLine(masker, base64(bytes, columns))).as(secret).containsOnly("***");
        List<String> lines = base64(bytes, columns).lines().toList();
        assertThat(masker.maskJson(JSON.writeValueAsString(lines))).doesNotContain(lines);
      }
      byte[] around = ("password is " + secret + ", do not tell").getBytes(StandardCharsets.UTF_8);
      assertThat(lineByLine(masker, base64(around, 76)))
          .noneMatch(line -> line.replace("***", "").length() > 40);
    }
  }

  @Test
  void of_the_lines_of_a_secret_none_is_shown_whoever_prints_them() {
    Masker masker = hiding(PEM);
    assertThat(lineByLine(masker, PEM)).containsOnly("***");
    assertThat(lineByLine(masker, PEM.indent(2))).allMatch(line -> line.strip().equals("***"));
  }

  @Test
  void the_key_in_a_text_of_base64_is_masked_whatever_its_lines_are() {
    String pem = "-----BEGIN KEY-----\n" + base64(KEY, 64) + "\n-----END KEY-----\n";
    for (String secret : List.of(pem, base64(KEY, 0), base64(KEY, 76))) {
      Masker masker = hiding(secret);
      assertThat(lineByLine(masker, base64(KEY, 76))).containsOnly("***");
      assertThat(lineByLine(masker, base64(KEY, 60))).containsOnly("***");
      assertThat(masker.mask(HexFormat.of().formatHex(KEY))).isEqualTo("***");
    }
  }

  @Test
  void of_a_secret_dumped_in_hexadecimal_lines_only_the_numbers_of_the_lines_are_shown() {
    String secret = "The quick brown fox: 4711, jumps over the lazy dog";
    Masker masker = hiding(secret);
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    assertThat(lineByLine(masker, hexDump(bytes, 16)).subList(0, 3))
        .allMatch(line -> line.matches("[0-9a-f]{8}  \\*\\*\\*  \\|\\*\\*\\*\\|"));
    assertThat(masker.mask(HexFormat.of().formatHex(bytes, 3, 20))).isEqualTo("***");
    assertThat(masker.mask("4b62 726f 776e 2066 6f78 3a20")).isEqualTo("4b***");
    assertThat(masker.mask("{0x71, 0x75, 0x69, 0x63, 0x6B, 0x20, 0x62}")).isEqualTo("{0x***}");
  }

  @Test
  void of_a_long_token_wrapped_into_lines_no_line_is_shown() {
    String token = base64(KEY, 0);
    Masker masker = hiding("token: " + token);
    String wrapped = token.replaceAll("(.{40})", "$1\n");
    List<String> shown = lineByLine(masker, wrapped);
    assertThat(shown.subList(0, shown.size() - 1)).containsOnly("***");
  }

  @Test
  void a_text_that_only_resembles_base64_is_not_masked() {
    Masker masker = hiding("jdbc:postgresql://localhost/orders?user=ann&password=pa55word");
    masker.hide("          indented          -----");
    for (String text :
        List.of(
            "postgresql is up",
            "ICAgICAgICAgICAgICAgICAg",
            "-----BEGIN",
            "20 20 20 20 20 20 20 20",
            "the orders of the user")) {
      assertThat(masker.mask(text)).isEqualTo(text);
    }
  }

  @Test
  void a_secret_of_one_letter_repeated_is_searched_in_time() {
    Masker masker = hiding("a".repeat(200_000));
    assertThat(masker.mask("a".repeat(199_999)).length()).isLessThan(200_000);
  }

  @Test
  void letters_that_change_their_number_in_capitals_are_masked_in_capitals_too() {
    assertThat(hiding("straße-1x").mask("STRASSE-1X")).isEqualTo("***");
  }

  @Test
  void bytes_are_masked_as_numbers_of_source_code() {
    assertThat(hiding("secret1").mask("{0x73, 0x65, 0x63, 0x72, 0x65, 0x74, 0x31}"))
        .isEqualTo("{0x***}");
  }
}
