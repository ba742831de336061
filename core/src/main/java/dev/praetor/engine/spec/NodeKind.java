package dev.praetor.engine.spec;

import dev.praetor.engine.graph.Work;
import java.util.Locale;

/** The kind of a node. */
public enum NodeKind {
  TASK,
  LOOP,
  MERGE,
  APPROVAL,
  WAIT,
  FLOW;

  public static NodeKind of(Work work) {
    return switch (work) {
      case Work.Run run -> run.task().loop() ? LOOP : TASK;
      case Work.Merge _ -> MERGE;
      case Work.Approval _ -> APPROVAL;
      case Work.Wait _ -> WAIT;
      case Work.RunFlow _ -> FLOW;
    };
  }

  /** Returns the name of the kind, as it is written and shown. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
