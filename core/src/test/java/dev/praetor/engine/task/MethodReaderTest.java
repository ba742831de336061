package dev.praetor.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.function.F0;
import dev.praetor.function.F1;
import dev.praetor.function.F2;
import dev.praetor.function.V0;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MethodReaderTest {
  record Member(String name) {}

  Map<String, List<Integer>> getTeamUpdates() {
    return Map.of();
  }

  static int parseHTTPHeader(@Nullable String text, int start) {
    return start;
  }

  void nothing() {}

  @Test
  void a_bound_method_gives_its_name_in_snake_case_and_its_generic_type() {
    F0<Map<String, List<Integer>>> method = this::getTeamUpdates;
    MethodReader.Read read = MethodReader.read(method);
    assertThat(read.name()).isEqualTo("get_team_updates");
    assertThat(read.signature().result().getTypeName())
        .isEqualTo("java.util.Map<java.lang.String, java.util.List<java.lang.Integer>>");
    assertThat(read.signature().arguments()).isEmpty();
  }

  @Test
  void a_static_method_gives_boxed_types_and_which_arguments_may_be_null() {
    F2<String, Integer, Integer> method = MethodReaderTest::parseHTTPHeader;
    MethodReader.Read read = MethodReader.read(method);
    assertThat(read.name()).isEqualTo("parse_http_header");
    assertThat(read.signature().arguments()).containsExactly(String.class, Integer.class);
    assertThat(read.signature().nullable()).containsExactly(true, false);
    assertThat(read.signature().result()).isEqualTo(Integer.class);
  }

  @Test
  void a_method_of_the_argument_itself_takes_its_receiver() {
    F1<Member, String> method = Member::name;
    MethodReader.Read read = MethodReader.read(method);
    assertThat(read.name()).isEqualTo("name");
    assertThat(read.signature().arguments()).containsExactly(Member.class);
  }

  @Test
  void a_constructor_is_named_by_its_class() {
    F1<String, Member> method = Member::new;
    MethodReader.Read read = MethodReader.read(method);
    assertThat(read.name()).isEqualTo("member");
    assertThat(read.signature().result()).isEqualTo(Member.class);
  }

  @Test
  void a_method_that_returns_nothing_gives_void() {
    V0 method = this::nothing;
    assertThat(MethodReader.read(method).signature().result()).isEqualTo(Void.class);
  }

  interface Greeter<T> {
    T greet(T who);
  }

  static class Polite implements Greeter<String> {
    @Override
    public String greet(String who) {
      return "Dear " + who;
    }
  }

  @Test
  void an_overriding_method_is_no_overload() {
    Polite polite = new Polite();
    F1<String, String> method = polite::greet;
    assertThat(MethodReader.read(method).signature().result()).isEqualTo(String.class);
  }
}
