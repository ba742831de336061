package dev.praetor.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Scanner;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values are read equal to what was written, or their type is refused when it is named. */
class ValueCodecTest {
  private static final int CASES = 3_000;

  @Test
  void values_of_random_types_come_back_equal_and_copies_are_equal_and_unshared() throws Exception {
    for (int seed = 0; seed < CASES; seed++) {
      RandomValues values = new RandomValues(new SplittableRandom(seed));
      RandomValues.Kind kind = values.kind(3);
      ValueCodec codec = codec(kind.type());
      Object value = kind.maker().make();
      String text = codec.text(value);
      assertThat(Sameness.same(codec.read(text), value))
          .as("seed %d, %s: %s", seed, kind.type(), text)
          .isTrue();
      assertThat(codec.text(codec.read(text))).isEqualTo(text);
      Object copy = codec.copy(value);
      assertThat(Sameness.same(copy, value)).as("copy of %s", text).isTrue();
      assertThat(codec.text(copy)).isEqualTo(text);
      if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
        assertThat(copy).isNotSameAs(value);
      }
    }
  }

  static Iterator<String> once() {
    return List.<String>of().iterator();
  }

  record Holder(String name, List<Map<String, InputStream>> streams) {}

  static Stream<String> stream() {
    return Stream.of();
  }

  static Runnable code() {
    return () -> {};
  }

  static Exception thrown() {
    return new Exception();
  }

  static class NoEmptyConstructor {
    final int x;

    NoEmptyConstructor(int x) {
      this.x = x;
    }
  }

  static NoEmptyConstructor bean() {
    return new NoEmptyConstructor(1);
  }

  static Holder holder() {
    return new Holder("", List.of());
  }

  @ParameterizedTest
  @MethodSource("valuesThatAreReadOnce")
  void a_value_that_is_read_once_is_called_by_the_name_of_its_public_type(
      String name, Object value) {
    assertThatThrownBy(() -> codec(Object.class).text(value))
        .hasMessageContaining(name + " can be read only once: collect it to a List");
  }

  static List<Arguments> valuesThatAreReadOnce() {
    return List.of(
        Arguments.of("a Stream", Stream.of(1)),
        Arguments.of("a Stream", Stream.of(1).map(x -> x)),
        Arguments.of("an IntStream", IntStream.of(1)),
        Arguments.of("an Iterator", Stream.of(1).iterator()),
        Arguments.of("a Scanner", new Scanner("x")),
        Arguments.of("a Spliterator", List.of(1).spliterator()),
        Arguments.of("an Enumeration", Collections.enumeration(List.of(1))),
        Arguments.of("a StringReader", new StringReader("x")),
        Arguments.of("a ByteArrayInputStream", new ByteArrayInputStream(new byte[1])));
  }

  @Test
  void a_type_that_cannot_be_carried_is_refused_with_the_path_and_the_way_out() throws Exception {
    assertThat(problems("once"))
        .containsExactly(": an Iterator can be read only once: collect it to a List");
    assertThat(problems("stream")).singleElement().asString().contains("collect it to a List");
    assertThat(problems("code")).singleElement().asString().contains("Runnable holds no value");
    assertThat(problems("thrown")).singleElement().asString().contains("return its message");
    assertThat(problems("bean")).singleElement().asString().contains("no constructor without");
    assertThat(problems("holder")).singleElement().asString().startsWith("streams[][]: ");
  }

  record Before(int amount) {}

  record After(int total) {}

  enum Two {
    ONE,
    OTHER
  }

  @Test
  void a_text_of_another_shape_is_not_read() throws Exception {
    String text = codec(Before.class).text(new Before(3));
    assertThatThrownBy(() -> codec(After.class).read(text)).isInstanceOf(NotCarried.class);
    assertThatThrownBy(() -> codec(Two.class).read("\"THREE\"")).hasMessageContaining("THREE");
    assertThatThrownBy(() -> codec(int.class).read("1.5")).isInstanceOf(NotCarried.class);
    assertThatThrownBy(() -> codec(int.class).read("3000000000")).isInstanceOf(NotCarried.class);
    assertThatThrownBy(() -> codec(String.class).read("7")).isInstanceOf(NotCarried.class);
    assertThat(codec(Before.class).shape()).isNotEqualTo(codec(After.class).shape());
  }

  sealed interface Pet {}

  @JsonTypeName("dog")
  record Dog(String name) implements Pet {}

  record Cat(String name, Optional<Pet> enemy) implements Pet {}

  @Test
  void a_member_of_a_sealed_family_is_told_by_its_name_or_the_one_it_was_given() throws Exception {
    ValueCodec codec = codec(Pet.class);
    Pet cat = new Cat("Tom", Optional.of(new Dog("Rex")));
    assertThat(codec.text(cat))
        .isEqualTo("{\"@\":\"Cat\",\"name\":\"Tom\",\"enemy\":{\"@\":\"dog\",\"name\":\"Rex\"}}");
    assertThat(codec.read(codec.text(cat))).isEqualTo(cat);
    assertThat(codec.isImmutable()).isTrue();
  }

  @Test
  void what_only_a_value_shows_is_refused_when_it_is_written() throws Exception {
    ValueCodec any = codec(Object.class);
    assertThatThrownBy(() -> any.text(List.of(new Thread()))).hasMessageContaining("[0]");
    List<Object> cycle = new ArrayList<>();
    cycle.add(cycle);
    assertThatThrownBy(() -> any.text(cycle)).hasMessageContaining("contains itself");
    Set<String> byLength = new TreeSet<>(Comparator.comparingInt(String::length));
    assertThatThrownBy(() -> any.text(byLength)).hasMessageContaining("comparator");
  }

  /** Rows of a cursor: what was read is gone. */
  record Rows(Iterator<String> rows) implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return rows;
    }
  }

  static Iterable<String> rows() {
    return new Rows(List.of("a", "b").iterator());
  }

  @Test
  void an_iterable_that_can_be_read_once_becomes_a_list() throws Exception {
    ValueCodec codec = codec(ValueCodecTest.class.getDeclaredMethod("rows").getGenericReturnType());
    assertThat(codec.keep(rows())).isEqualTo(List.of("a", "b"));
    assertThat(codec(Object.class).keep(Instant.EPOCH)).isEqualTo(Instant.EPOCH);
  }

  record Absolute(String path) {
    Absolute {
      path = "/" + path;
    }
  }

  record Sorted(List<String> items) {
    Sorted {
      items = items.stream().sorted().toList();
    }
  }

  @Test
  void a_record_that_changes_when_it_is_made_again_is_refused() throws Exception {
    Absolute root = new Absolute("etc");
    assertThatThrownBy(() -> codec(Absolute.class).text(root))
        .hasMessageStartingWith("path: Absolute changes it");
    Sorted sorted = new Sorted(List.of("b", "a"));
    ValueCodec codec = codec(Sorted.class);
    assertThat(codec.read(codec.text(codec.keep(sorted)))).isEqualTo(sorted);
    assertThat(new Codecs(loader()).comparable(root)).contains("/etc");
  }

  @Test
  void a_collection_whose_equal_elements_would_be_lost_is_refused() {
    ValueCodec any = codec(Object.class);
    Set<Object> set = Collections.newSetFromMap(new IdentityHashMap<>());
    set.addAll(List.of(new ArrayList<>(), new ArrayList<>()));
    assertThatThrownBy(() -> any.keep(set)).hasMessageContaining("an equal element");
    IdentityHashMap<Object, Object> map = new IdentityHashMap<>();
    map.put(new ArrayList<>(), 1);
    map.put(new ArrayList<>(), 2);
    assertThatThrownBy(() -> any.keep(Collections.unmodifiableMap(map)))
        .hasMessageContaining("keys, of which some are equal");
  }

  @Test
  @SuppressWarnings("NullAway") // Code of authors is not checked.
  void a_format_that_writes_or_reads_null_says_so() {
    assertThatThrownBy(() -> ValueCodec.ofFormat(_ -> null, text -> text).text("a"))
        .isInstanceOf(NotCarried.class)
        .hasMessage("its format wrote null");
    assertThatThrownBy(() -> ValueCodec.ofFormat(String::valueOf, _ -> null).read("\"a\""))
        .isInstanceOf(NotCarried.class)
        .hasMessage("its format read null");
  }

  /** A collection of a library. */
  interface Basket extends List<String> {}

  static Basket basket() {
    throw new IllegalStateException();
  }

  @Test
  void a_collection_of_its_own_kind_is_refused_as_no_other_collection_is_one() throws Exception {
    assertThat(problems("basket")).singleElement().asString().contains("write List, Set or Map");
  }

  static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1;
  }

  @Test
  @SuppressWarnings("JdkObsolete") // Authors use these classes.
  void a_constant_is_lent_as_a_copy_of_its_class_with_its_parts() {
    Codecs codecs = new Codecs(loader());
    Map<Two, List<String>> byTwo = new EnumMap<>(Map.of(Two.ONE, new ArrayList<>(List.of("a"))));
    Properties properties = new Properties();
    properties.setProperty("a", "b");
    List<Object> constants =
        List.of(
            byTwo,
            EnumSet.of(Two.ONE),
            new Vector<>(List.of("a")),
            properties,
            new ConcurrentHashMap<>(Map.of("a", 1)),
            new LinkedList<>(List.of("a")),
            new TreeMap<>(Map.of("a", 1)));
    List<?> lent = (List<?>) Objects.requireNonNull(codecs.lend(constants));
    for (int i = 0; i < constants.size(); i++) {
      Object alone = codecs.lend(constants.get(i));
      for (Object copy : Arrays.asList(alone, lent.get(i))) {
        assertThat(copy).isEqualTo(constants.get(i)).isNotSameAs(constants.get(i));
        assertThat(copy).hasSameClassAs(constants.get(i));
      }
    }
    assertThat(((Map<?, ?>) lent.getFirst()).get(Two.ONE)).isNotSameAs(byTwo.get(Two.ONE));
    Names names = new Names();
    List<?> lentNames = (List<?>) Objects.requireNonNull(codecs.lend(List.of(names)));
    assertThat(lentNames.getFirst()).isNotSameAs(names).hasSameClassAs(names);
  }

  private static List<String> problems(String method) throws Exception {
    Method made = ValueCodecTest.class.getDeclaredMethod(method);
    return switch (ValueCodec.of(made.getGenericReturnType(), loader())) {
      case ValueCodec.Made.Refused refused -> refused.problems();
      case ValueCodec.Made.Carried _ -> List.of();
    };
  }

  private static ValueCodec codec(Type type) {
    return switch (ValueCodec.of(type, loader())) {
      case ValueCodec.Made.Carried carried -> carried.codec();
      case ValueCodec.Made.Refused refused ->
          throw new AssertionError(type + ": " + refused.problems());
    };
  }

  private static ClassLoader loader() {
    return Objects.requireNonNull(ValueCodecTest.class.getClassLoader());
  }
}
