package dev.praetor.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SimpleTimeZone;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values that a careless codec would change, or could not read. */
@SuppressWarnings("JavaUtilDate") // Authors return such values.
class HostileValuesTest {
  @TempDir Path folder;

  private static ValueCodec codec(Type type) {
    return ValueCodec.of(type, HostileValuesTest.class.getClassLoader()).found().orElseThrow();
  }

  private static Object through(Type type, Object value) throws Exception {
    ValueCodec codec = codec(type);
    Object read = codec.read(codec.text(codec.keep(value)));
    return Objects.requireNonNull(read);
  }

  record Tagged(JsonNode tree, int after, List<JsonNode> more, Optional<JsonNode> none) {}

  private static ObjectNode tree() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("int", 1).put("long", 1L).put("short", (short) 1).put("big", BigInteger.ONE);
    tree.put("double", -0.0).put("float", 1.1f).put("nan", Double.NaN);
    tree.put("decimal", new BigDecimal("1.100")).put("bytes", new byte[] {1, 2});
    tree.put("half a pair", "\ud800").put("a/b~c", 5L).put("@", "TREE").putNull("null");
    tree.putArray("list").add(1L).addNull().addObject().put("deep", 2L);
    return tree;
  }

  @Test
  void a_tree_is_equal_with_the_types_of_its_numbers_wherever_it_stands() throws Exception {
    ObjectNode tree = tree();
    assertThat(through(JsonNode.class, tree)).isEqualTo(tree);
    assertThat(through(ObjectNode.class, tree)).isEqualTo(tree);
    assertThat(through(Object.class, List.of(tree, 1))).isEqualTo(List.of(tree, 1));
    Tagged within = new Tagged(tree, 7, List.of(tree, tree.get("null")), Optional.of(tree));
    assertThat(through(Tagged.class, within)).isEqualTo(within);
    JsonNode nothing = JsonNodeFactory.instance.nullNode();
    Tagged empty = new Tagged(nothing, 7, List.of(nothing), Optional.of(nothing));
    assertThat(through(Tagged.class, empty)).isEqualTo(empty);
  }

  @Test
  void a_parsed_tree_is_kept_as_its_json() throws Exception {
    String json = "{\"a\":1,\"b\":[12345678901,1.5,null],\"@\":\"x\"}";
    assertThat(codec(JsonNode.class).text(JsonMapper.shared().readTree(json))).isEqualTo(json);
  }

  @Test
  void a_tree_that_is_no_json_is_refused() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode().putPOJO("x", new Object());
    assertThatThrownBy(() -> codec(JsonNode.class).text(tree)).hasMessageContaining("POJONode");
    JsonNode missing = JsonNodeFactory.instance.missingNode();
    assertThatThrownBy(() -> codec(JsonNode.class).text(missing)).isInstanceOf(NotCarried.class);
  }

  @Test
  void equal_trees_have_one_canonical_text_whatever_the_order_of_their_properties()
      throws Exception {
    JsonNode one = JsonMapper.shared().readTree("{\"a\":1,\"b\":2}");
    JsonNode other = JsonMapper.shared().readTree("{\"b\":2,\"a\":1}");
    ValueCodec codec = codec(JsonNode.class);
    assertThat(codec.canonical(one)).isEqualTo(codec.canonical(other));
  }

  @Test
  void a_negative_zero_stays_negative_in_exact_trees() {
    String json = "[-0.0,0.0,1.100,-1.5,-0.00]";
    assertThat(ExactJson.MAPPER.readTree(json).toString()).isEqualTo("[-0.0,0.0,1.100,-1.5,-0.0]");
  }

  record Bytes(byte[] bytes, char[] chars) {
    Bytes {
      bytes = bytes.clone();
      chars = chars.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes those
          && Arrays.equals(bytes, those.bytes)
          && Arrays.equals(chars, those.chars);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  record Compiled(Pattern pattern) {
    Compiled {
      pattern = Pattern.compile(pattern.pattern(), pattern.flags());
    }
  }

  @Test
  void a_record_may_copy_the_mutable_parts_it_is_given() throws Exception {
    Bytes bytes = new Bytes(new byte[] {1, -2}, new char[] {'a', '\ud800'});
    assertThat(through(Bytes.class, bytes)).isEqualTo(bytes);
    Compiled compiled = (Compiled) through(Compiled.class, new Compiled(Pattern.compile("a", 2)));
    assertThat(compiled.pattern().flags()).isEqualTo(2);
  }

  enum Colour {
    RED
  }

  static List<String> texts() {
    return List.of();
  }

  static Map<Colour, Double> colours() {
    return Map.of();
  }

  @Test
  void a_value_of_another_type_than_its_place_is_refused_rather_than_converted() throws Exception {
    assertThatThrownBy(() -> codec(Integer.class).text(5L))
        .hasMessageContaining("it is a java.lang.Long, but its type is Integer");
    assertThatThrownBy(() -> codec(Integer.class).text("text")).isInstanceOf(NotCarried.class);
    Type texts = HostileValuesTest.class.getDeclaredMethod("texts").getGenericReturnType();
    assertThatThrownBy(() -> codec(texts).text(List.of(1))).isInstanceOf(NotCarried.class);
    Type colours = HostileValuesTest.class.getDeclaredMethod("colours").getGenericReturnType();
    assertThatThrownBy(() -> codec(colours).text(Map.of(Colour.RED, BigDecimal.ONE)))
        .isInstanceOf(NotCarried.class);
    assertThatThrownBy(() -> codec(colours).text(Map.of(Thread.State.NEW, 1.0)))
        .isInstanceOf(NotCarried.class);
  }

  @Test
  void years_of_any_length_and_time_zones_of_their_own_are_kept_or_refused() throws Exception {
    for (int year : new int[] {10_000, 999_999_999, -10_000, 0, 44, -1}) {
      YearMonth month = YearMonth.of(year, 1);
      assertThat(through(Object.class, month)).isEqualTo(month);
    }
    GregorianCalendar own = new GregorianCalendar(new SimpleTimeZone(3_600_000, "own"));
    assertThatThrownBy(() -> codec(GregorianCalendar.class).text(own))
        .hasMessageContaining("time zone of its own");
  }

  @Test
  void a_class_without_a_package_is_not_taken_for_a_type_of_the_same_name() throws Exception {
    Path source = Files.writeString(folder.resolve("Currency.java"), "enum Currency { EUR }");
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
        .isZero();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Object euro = loader.loadClass("Currency").getEnumConstants()[0];
      ValueCodec any = ValueCodec.of(Object.class, loader).found().orElseThrow();
      assertThat(any.read(any.text(euro))).isSameAs(euro);
      java.util.Currency currency = java.util.Currency.getInstance("EUR");
      assertThat(any.read(any.text(currency))).isEqualTo(currency);
    }
  }
}
