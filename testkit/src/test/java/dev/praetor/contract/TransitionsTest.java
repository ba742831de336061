package dev.praetor.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.StateType;
import dev.praetor.engine.TransitionTable;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TransitionsTest {
  @Test
  void every_legal_pair_is_allowed_and_every_other_refused_with_both_names_and_the_run() {
    for (TransitionTable table :
        new TransitionTable[] {TransitionTable.TASK_RUN, TransitionTable.FLOW_RUN}) {
      int legal = 0;
      for (StateType from : StateType.values()) {
        for (StateType to : StateType.values()) {
          if (table.after(from).contains(to)) {
            legal++;
            table.require(from, to, "send[3]");
            assertThat(table.allows(from, to)).isTrue();
          } else {
            assertThat(table.allows(from, to)).isFalse();
            assertThatThrownBy(() -> table.require(from, to, "send[3]"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(from.label(), to.label(), "send[3]");
          }
        }
      }
      assertThat(legal).isGreaterThan(20);
    }
  }

  @Test
  void nothing_follows_a_finished_state() {
    for (StateType type : StateType.values()) {
      if (type.isFinished()) {
        assertThat(TransitionTable.TASK_RUN.after(type)).isEmpty();
        assertThat(TransitionTable.FLOW_RUN.after(type)).isEmpty();
      }
    }
  }

  @Test
  void the_diagram_is_made_from_the_table() throws IOException {
    GeneratedPage.check("states.md", page());
  }

  private static String page() {
    return """
    # States

    Made from the tables of legal transitions by a test; do not edit. A transition marked *reserved* is legal
    and kept for a server: no run in one process makes it.

    ## Of task runs

    %s
    ## Of flow runs

    %s\
    """
        .formatted(
            diagram(TransitionTable.TASK_RUN, ReservedTransitions.OF_TASK_RUNS),
            diagram(TransitionTable.FLOW_RUN, ReservedTransitions.OF_FLOW_RUNS));
  }

  private static String diagram(TransitionTable table, Set<VisitedTransitions.Pair> reserved) {
    StringBuilder text = new StringBuilder("```mermaid\nstateDiagram-v2\n  [*] --> Pending\n");
    Set<StateType> ends = EnumSet.noneOf(StateType.class);
    for (StateType from : StateType.values()) {
      for (StateType to : new TreeSet<>(table.after(from))) {
        VisitedTransitions.Pair pair = new VisitedTransitions.Pair(from, to);
        text.append("  ").append(pair).append(reserved.contains(pair) ? " : reserved\n" : "\n");
        if (to.isFinished()) {
          ends.add(to);
        }
      }
    }
    ends.forEach(end -> text.append("  %s --> [*]%n".formatted(end.label())));
    return text.append("```\n").toString();
  }
}
