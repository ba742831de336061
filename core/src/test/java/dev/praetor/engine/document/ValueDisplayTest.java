package dev.praetor.engine.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.engine.secret.Masker;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A value that cannot be shown as a whole is shown by its readable parts, with a note. */
class ValueDisplayTest {
  private final ValueDisplay display = new ValueDisplay(new Masker());

  private String shown(@Nullable Object value) {
    return display.of(value).json().toString();
  }

  /** A bean with one property that throws. */
  public static final class HalfReadable {
    public String getName() {
      return "Ann";
    }

    public int getAge() {
      throw new IllegalStateException("unknown");
    }

    @Override
    public String toString() {
      throw new IllegalStateException("no text");
    }
  }

  private record Pair(int first, Object second) {}

  @Test
  void a_getter_that_throws_hides_only_its_own_property() {
    DisplayedValue shown = display.of(new HalfReadable());
    assertThat(shown.json().path("name").asString()).isEqualTo("Ann");
    assertThat(shown.json().path("age").asString())
        .isEqualTo("(could not be read: IllegalStateException: unknown)");
    assertThat(shown.note().orElseThrow()).contains("HalfReadable, which is not JSON");
    assertThat(display.text(HalfReadable::new).json()).isEqualTo(shown.json());
  }

  @Test
  void an_element_that_throws_does_not_hide_the_elements_after_it() {
    List<Integer> list =
        new AbstractList<>() {
          @Override
          public Integer get(int i) {
            if (i == 1) {
              throw new IllegalStateException("one");
            }
            return i;
          }

          @Override
          public int size() {
            return 3;
          }
        };
    assertThat(shown(list)).isEqualTo("[0,\"(could not be read: IllegalStateException: one)\",2]");
    Iterable<Integer> withoutIterator = () -> null;
    assertThat(shown(withoutIterator)).contains("could not be read: NullPointerException");
  }

  private enum Unit {
    METRE,
    MILE;

    @Override
    public String toString() {
      return "a unit";
    }
  }

  @Test
  void constants_are_shown_by_their_names_and_times_with_their_zones() {
    ZonedDateTime time = ZonedDateTime.of(2026, 7, 1, 0, 30, 0, 0, ZoneId.of("Europe/Berlin"));
    assertThat(shown(List.of(Unit.METRE, Map.of("unit", Unit.MILE))))
        .isEqualTo("[\"METRE\",{\"unit\":\"MILE\"}]");
    assertThat(shown(List.of(time))).isEqualTo("[\"2026-07-01T00:30:00+02:00[Europe/Berlin]\"]");
  }

  @Test
  void an_endless_value_ends_after_its_first_elements() {
    Iterable<Integer> endless =
        () ->
            new Iterator<>() {
              private int next;

              @Override
              public boolean hasNext() {
                return true;
              }

              @Override
              public Integer next() {
                return next++;
              }
            };
    JsonNode shown = display.of(new Pair(1, endless)).json();
    assertThat(shown.path("first").asInt()).isEqualTo(1);
    assertThat(shown.path("second").size()).isEqualTo(1_001);
    assertThat(shown.path("second").get(1_000).asString()).isEqualTo("(more elements)");
  }

  @Test
  void a_value_whose_code_never_returns_hides_only_itself() {
    CountDownLatch never = new CountDownLatch(1);
    Iterable<Integer> blocked =
        () -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return List.<Integer>of().iterator();
        };
    assertThat(shown(List.of(blocked))).contains("could not be read in");
    assertThat(shown(List.of(1))).isEqualTo("[1]");
  }

  @Test
  void cycles_are_cut_where_they_close() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", "a");
    map.put("self", map);
    assertThat(shown(map)).isEqualTo("{\"name\":\"a\",\"self\":\"(contains itself)\"}");
    List<Object> deep = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      deep = new ArrayList<>(List.of(deep));
    }
    assertThat(shown(deep)).startsWith("[[[").contains("(…)");
  }

  @Test
  void numbers_are_exact_and_may_have_any_length() {
    BigInteger large = BigInteger.TEN.pow(5_000);
    assertThat(shown(large)).isEqualTo(large.toString());
    assertThat(shown(List.of(new BigDecimal("12345678901234567.890"))))
        .isEqualTo("[12345678901234567.890]");
    assertThat(DisplayedValue.recorded(large.toString()).toString()).isEqualTo(large.toString());
    assertThat(shown(new double[] {Double.NaN, 1.5})).isEqualTo("[\"NaN\",1.5]");
  }

  @Test
  void secrets_are_masked_in_whole_values_and_in_parts_and_notes() {
    Masker masker = new Masker();
    masker.hide("hush-hush");
    ValueDisplay masking = new ValueDisplay(masker);
    assertThat(masking.of(List.of("x hush-hush")).json().toString()).isEqualTo("[\"x ***\"]");
    DisplayedValue failing =
        masking.of(
            () -> {
              throw new IllegalStateException("about hush-hush");
            },
            Optional.empty());
    assertThat(failing.json().toString() + failing.note()).contains("***").doesNotContain("hush");
  }
}
