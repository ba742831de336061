package dev.praetor.contract;

import static dev.praetor.Praetor.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.Parameter;
import dev.praetor.Task;
import dev.praetor.TypeRef;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.engine.run.RunDocument;
import dev.praetor.engine.task.ParameterDefinition;
import dev.praetor.engine.task.ParameterTypes;
import dev.praetor.testkit.FlowTester;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ParameterTest {
  enum Colour {
    RED,
    GREEN
  }

  record Point(int x, int y) {}

  @Test
  void parameters_have_types_defaults_and_allowed_values() {
    Flow<String> flow =
        Flow.define(
            "f",
            f -> {
              Parameter<Point> at = f.parameter("at", Point.class);
              Parameter<Colour> colour = f.parameter("colour", Colour.RED).oneOf(Colour.RED);
              Parameter<LocalDate> day = f.parameter("day", LocalDate.class);
              Parameter<Long> many = f.parameter("many", 5L);
              return Task.of(
                      "all",
                      String.class,
                      (Point p, Colour c, LocalDate d, Long m) ->
                          p.x() + " " + c + " " + d + " " + m)
                  .call(at, colour, day, many);
            });
    assertThat(
            FlowTester.of(flow)
                .run(with("at", Map.of("x", 1, "y", 2)), with("day", "2026-01-05"), with("many", 7))
                .value())
        .isEqualTo("1 RED 2026-01-05 7");
    assertThatThrownBy(() ->
            flow.run(
                with("at", new Point(1, 2)), with("day", LocalDate.EPOCH), with("colour", "GREEN")))
        .hasMessageContaining("f/colour: must be one of [RED], not the text 'GREEN'");
    assertThatThrownBy(() -> flow.run(with("at", "here"), with("day", "soon"), with("many", 1.5)))
        .hasMessageContainingAll(
            "f/at: must be Point", "f/day: must be LocalDate", "f/many: must be Long");
  }

  @Test
  void a_default_may_be_null_or_of_a_type_with_arguments() {
    Flow<String> flow =
        Flow.define(
            "f",
            f -> {
              Parameter<@Nullable String> office = f.parameter("office", String.class, null);
              Parameter<List<Integer>> sizes =
                  f.parameter("sizes", new TypeRef<List<Integer>>() {}, List.of(1, 2));
              return Task.of("say", String.class, (@Nullable String o, List<Integer> s) -> o + s)
                  .call(office, sizes);
            });
    assertThat(FlowTester.of(flow).run().value()).isEqualTo("null[1, 2]");
    assertThat(FlowTester.of(flow).run(with("office", "DC"), with("sizes", List.of(3))).value())
        .isEqualTo("DC[3]");
    assertThatThrownBy(() -> flow.run(with("sizes", "many")))
        .hasMessageContaining("f/sizes: must be");
  }

  record Account(String user, int pin) {}

  @Test
  void a_secret_parameter_is_given_to_tasks_and_masked_wherever_the_run_writes() {
    Flow<String> flow =
        Flow.define(
                "f",
                f ->
                    Task.of(
                            "log_in",
                            String.class,
                            (Account account, String token) ->
                                "log in " + account.user() + account.pin() + token)
                        .call(
                            f.parameter("account", Account.class).secret(),
                            f.parameter("token", String.class)
                                .secret()
                                .describedAs("A token.")
                                .oneOf("t0ken-1", "t0ken-2")))
            .runName("for {token} and {account}");
    FinishedRun run =
        (FinishedRun)
            (Object)
                LocalRun.of(flow)
                    .run(with("account", new Account("ann-w", 47111)), with("token", "t0ken-1"));
    assertThat(run.value()).isEqualTo("log in ann-w47111t0ken-1");
    assertThat(run.runName()).isEqualTo("for *** and ***");
    ObjectNode document = RunDocument.of(flow.definition(), run);
    assertThat(document.get("parameters").toString())
        .isEqualTo("{\"account\":\"***\",\"token\":\"***\"}");
    assertThat(document.toString()).doesNotContain("ann-w", "47111", "t0ken");
    assertThat(flow.spec().json()).contains("\"secret\":true").doesNotContain("t0ken");
  }

  @Test
  void a_wrong_value_of_a_secret_parameter_is_refused_without_showing_it() {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              f.parameter("word", "ab").oneOf("ab", "cd").secret();
              return Task.of("use", Integer.class, (Integer pin) -> pin)
                  .call(f.parameter("pin", Integer.class).secret());
            });
    assertThatThrownBy(() -> flow.run(with("pin", "hush-hush"), with("word", "hush-hush")))
        .hasMessageContainingAll(
            "f/pin: must be Integer, which the secret value given is not",
            "f/word: is not one of the allowed values")
        .hasMessageNotContaining("hush")
        .hasNoCause();
  }

  enum Unit {
    METRE,
    MILE_OLD,
    MILE;

    @Override
    public String toString() {
      return this == METRE ? "m" : "mi";
    }
  }

  record Payment(String to, BigDecimal amount) {}

  private static Object typed(Type type, String text) {
    ParameterDefinition parameter =
        new ParameterDefinition("p", type, Optional.empty(), "", List.of(), false);
    return Objects.requireNonNull(ParameterTypes.parse(parameter, text));
  }

  private static Type mapOfAnything() {
    return new TypeRef<Map<String, Object>>() {}.type();
  }

  @Test
  void what_people_type_keeps_its_offset_its_zone_and_its_digits() {
    ZonedDateTime inNewYork =
        ZonedDateTime.of(2026, 7, 1, 0, 30, 0, 0, ZoneId.of("America/New_York"));
    assertThat(typed(ZonedDateTime.class, "2026-07-01T00:30:00-04:00[America/New_York]"))
        .isEqualTo(inNewYork);
    assertThat(typed(ZonedDateTime.class, "2026-07-01T00:30-04:00").toString())
        .isEqualTo("2026-07-01T00:30-04:00");
    assertThat(typed(OffsetDateTime.class, "\"2026-07-01T00:30:00+05:30\"").toString())
        .isEqualTo("2026-07-01T00:30+05:30");
    assertThat(typed(mapOfAnything(), "{\"rate\":12345678901234567.890}"))
        .isEqualTo(Map.of("rate", new BigDecimal("12345678901234567.890")));
    assertThat(typed(Object.class, "12345678901234567.89"))
        .isEqualTo(new BigDecimal("12345678901234567.89"));
    assertThat(typed(Payment.class, "{\"to\":\"Ann\",\"amount\":1.10}"))
        .isEqualTo(new Payment("Ann", new BigDecimal("1.10")));
  }

  @Test
  void constants_go_by_their_names_also_where_two_print_the_same() {
    for (Unit unit : Unit.values()) {
      assertThat(typed(Unit.class, unit.name())).isEqualTo(unit);
      assertThat(typed(Unit.class, '"' + unit.name() + '"')).isEqualTo(unit);
    }
    assertThat(typed(new TypeRef<List<Unit>>() {}.type(), "[\"MILE\",\"MILE_OLD\"]"))
        .isEqualTo(List.of(Unit.MILE, Unit.MILE_OLD));
    assertThatThrownBy(() -> typed(Unit.class, "mi"))
        .hasMessage(
            "must be one of [METRE, MILE_OLD, MILE], not the text 'mi'; for example p=METRE");
  }

  @Test
  void a_number_that_its_type_does_not_hold_is_refused_with_the_range() {
    Map.of(
            Double.class, "1E400",
            Float.class, "-1e39",
            Byte.class, "128",
            Short.class, "-32769",
            Integer.class, "2147483648",
            Long.class, "9223372036854775808")
        .forEach((type, text) -> {
          assertThatThrownBy(() -> typed(type, text))
              .hasMessageMatching(
                  "must be (Double|Float) from .* to .*, not "
                      + text
                      + "; .*"
                      + "|must be (Byte|Short|Integer|Long), a whole number from .* to .*, not "
                      + text
                      + "; .*");
        });
    assertThatThrownBy(() -> typed(Double.class, "1E-400"))
        .hasMessageContaining("must be Double, whose smallest positive number is 4.9E-324");
    assertThatThrownBy(() -> typed(Integer.class, "1.5"))
        .hasMessageContaining(
            "must be Integer, a whole number from -2147483648 to 2147483647, not");
    assertThatThrownBy(() -> typed(Integer.class, "NaN")).hasMessageContaining("must be Integer");
    assertThatThrownBy(() -> typed(BigDecimal.class, "NaN")).hasMessageContaining("must be BigDec");
    assertThatThrownBy(() -> typed(Integer.class, "12 34")).hasMessageContaining("not the text");
    assertThat(typed(Double.class, "NaN")).isEqualTo(Double.NaN);
    assertThat(typed(Float.class, "-Infinity")).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(typed(BigDecimal.class, "1E400")).isEqualTo(new BigDecimal("1E400"));
  }

  @Test
  void the_sign_of_a_zero_is_kept_where_the_type_has_one() {
    for (String zero : List.of("-0", "-0.0", "-0E7")) {
      assertThat(typed(Double.class, zero)).isEqualTo(-0.0);
      assertThat(typed(Float.class, zero)).isEqualTo(-0.0f);
    }
    assertThat(typed(double[].class, "[-0]")).isEqualTo(new double[] {-0.0});
    assertThat(typed(Point.class, "{\"x\":-0,\"y\":0}")).isEqualTo(new Point(0, 0));
  }

  record Item(String name, int count, double price) {}

  record Order(
      String id,
      List<Item> items,
      Optional<String> note,
      @Nullable String remark,
      OptionalLong priority,
      Map<String, Item> gifts) {}

  private static String order(String part, String value) {
    Map<String, String> parts =
        new TreeMap<>(
            Map.of(
                "id", "\"a\"",
                "items", "[{\"name\":\"x\",\"count\":1,\"price\":2.5}]",
                "gifts", "{}"));
    parts.put(part, value);
    return parts.entrySet().stream()
        .filter(each -> !each.getValue().isEmpty())
        .map(each -> '"' + each.getKey() + "\":" + each.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Test
  void a_component_that_is_not_given_is_refused_with_its_path_unless_it_may_be_absent() {
    assertThat(typed(Order.class, order("id", "\"a\"")))
        .isEqualTo(
            new Order(
                "a",
                List.of(new Item("x", 1, 2.5)),
                Optional.empty(),
                null,
                OptionalLong.empty(),
                Map.of()));
    assertThat(typed(Order.class, order("remark", "null"))).isInstanceOf(Order.class);
    Map.ofEntries(
            Map.entry(order("id", ""), "id is missing, and it must have a value"),
            Map.entry(order("id", "null"), "id is missing, and it must have a value"),
            Map.entry(order("items", ""), "items is missing"),
            Map.entry(
                order("items", "[{\"name\":\"x\",\"price\":1}]"), "items[0].count is missing"),
            Map.entry(
                order("items", "[{\"name\":\"x\",\"count\":null,\"price\":1}]"),
                "items[0].count is missing"),
            Map.entry(
                order("gifts", "{\"ann\":{\"count\":1,\"price\":1}}"), "gifts.ann.name is missing"),
            Map.entry(order("nota", "1"), "nota is not known; there are id, items, note, remark"),
            Map.entry(order("items", "7"), "items must be List"),
            Map.entry(
                order("items", "[{\"name\":\"x\",\"count\":1.5,\"price\":1}]"),
                "items[0].count must be Integer, a whole number"),
            Map.entry(
                order("gifts", "{\"ann\":{\"name\":\"x\",\"count\":1,\"price\":-1e999}}"),
                "gifts.ann.price must be Double from"),
            Map.entry(order("priority", "1e30"), "priority must be Long, a whole number"))
        .forEach((json, problem) ->
            assertThatThrownBy(() -> typed(Order.class, json))
                .as(json)
                .hasMessageStartingWith("must be Order, but " + problem));
    Flow<String> flow =
        Flow.define(
            "f",
            f ->
                Task.of("say", String.class, (Order order) -> order.toString())
                    .call(f.parameter("order", Order.class)));
    assertThatThrownBy(() -> flow.run(with("order", Map.of("id", "a"))))
        .hasMessageContaining("f/order: must be Order, but items is missing");
  }

  @Test
  void a_refused_text_is_answered_with_the_type_and_an_example() {
    Map.of(
            Integer.class,
            "must be Integer, not the text 'x'; for example p=7",
            OffsetDateTime.class,
            "must be OffsetDateTime, not the text 'x'; for example p=2026-01-31T08:30:00+01:00",
            new TypeRef<List<String>>() {}.type(),
            "must be List<String>, not the text 'x'; for example p=[\"text\"]",
            mapOfAnything(),
            "must be Map<String, Object>, not the text 'x'",
            new TypeRef<Map<String, Integer>>() {}.type(),
            "must be Map<String, Integer>, not the text 'x'; for example p={\"key\":7}",
            Payment.class,
            "must be Payment, not the text 'x'; for example"
                + " p={\"to\":\"text\",\"amount\":2.50}")
        .forEach((type, message) -> assertThatThrownBy(() -> typed(type, "x")).hasMessage(message));
  }
}
