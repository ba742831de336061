package dev.praetor.examples.marvin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Signal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarvinTest {
  private final SampleTeam team = SampleTeam.read();
  private final Marvin marvin =
      new Marvin(new TerminalChat(new PrintStream(new ByteArrayOutputStream()), Map.of()), team);

  @Test
  void a_standup_on_a_weekend_is_on_monday() {
    assertThat(Marvin.workingDay(LocalDate.of(2026, 3, 7))).isEqualTo("2026-03-09");
    assertThat(Marvin.workingDay(LocalDate.of(2026, 3, 6))).isEqualTo("2026-03-06");
  }

  @Test
  void a_member_who_gave_an_update_is_skipped_which_is_tested_without_an_engine() {
    Member ann = new Member("Ann", "@ann", "DC");
    assertThat(marvin.isReminderNeeded(ann, Map.of())).isEqualTo(ann);
    assertThatThrownBy(() -> marvin.isReminderNeeded(ann, Map.of("Ann", "done")))
        .isInstanceOf(Signal.class)
        .hasMessage("Ann has already provided an update");
  }

  @Test
  void a_report_names_the_reminded_members() {
    assertThat(marvin.report(List.of())).isEqualTo("nobody");
    assertThat(marvin.report(List.of("Ann", "Cy"))).isEqualTo("Ann, Cy");
  }
}
