package dev.praetor.store.write;

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
    assertThat(OverlapDecision.of(rule, List.of())).isEqualTo(new OverlapDecision.Start());
  }

  @Test
  void the_rule_decides_while_earlier_runs_are_in_progress() {
    assertThat(OverlapDecision.of(Overlap.ALLOW, TWO)).isEqualTo(new OverlapDecision.Start());
    assertThat(OverlapDecision.of(Overlap.SKIP, TWO)).isEqualTo(new OverlapDecision.Skip(OLDEST));
    assertThat(OverlapDecision.of(Overlap.QUEUE, TWO)).isEqualTo(new OverlapDecision.Await(OLDEST));
    assertThat(OverlapDecision.of(Overlap.CANCEL_OLD, TWO))
        .isEqualTo(new OverlapDecision.Cancel(TWO));
  }
}
