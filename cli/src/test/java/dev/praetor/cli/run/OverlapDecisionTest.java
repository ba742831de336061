package dev.praetor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.RunId;
import dev.praetor.schedule.Overlap;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OverlapDecisionTest {
  private static final RunId OLDEST = new RunId(new UUID(0, 1));
  private static final List<RunId> TWO = List.of(OLDEST, new RunId(new UUID(0, 2)));

  @ParameterizedTest
  @EnumSource
  void a_run_starts_if_nothing_is_in_its_way(Overlap rule) {
    assertThat(OverlapDecision.of(rule, List.of(), false)).isEqualTo(new OverlapDecision.Start());
  }

  @Test
  void the_rule_decides_while_earlier_runs_are_in_progress() {
    assertThat(OverlapDecision.of(Overlap.ALLOW, TWO, false))
        .isEqualTo(new OverlapDecision.Start());
    assertThat(OverlapDecision.of(Overlap.SKIP, TWO, false))
        .isEqualTo(new OverlapDecision.Skip(OLDEST));
    assertThat(OverlapDecision.of(Overlap.QUEUE, TWO, false))
        .isEqualTo(new OverlapDecision.Await());
    assertThat(OverlapDecision.of(Overlap.CANCEL_OLD, TWO, false))
        .isEqualTo(new OverlapDecision.Cancel(TWO));
  }

  @Test
  void a_run_that_would_be_cancelled_by_the_next_one_does_not_start() {
    assertThat(OverlapDecision.of(Overlap.CANCEL_OLD, TWO, true))
        .isEqualTo(new OverlapDecision.Skip(OLDEST));
    assertThat(OverlapDecision.of(Overlap.QUEUE, TWO, true)).isEqualTo(new OverlapDecision.Await());
  }
}
