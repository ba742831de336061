package dev.praetor.engine.loop;

import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.engine.Verdict;
import dev.praetor.engine.author.AuthorTexts;
import dev.praetor.engine.graph.BranchCondition;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.ValueReader;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the conditions of branches: views of values, and the comparison of values, which are code
 * of authors unless the values are of a few classes of the JDK. For the owner of the run.
 */
final class Branches {
  private final RunContext context;
  private final AuthorCalls calls;

  Branches(RunContext context, AuthorCalls calls) {
    this.context = context;
    this.calls = calls;
  }

  /** The result of reading conditions. */
  private sealed interface Reading {
    record Taken() implements Reading {}

    record NotTaken(String shown) implements Reading {}

    /** A condition has no value. */
    record Absent(BranchCondition guard) implements Reading {}
  }

  /**
   * Decides whether all conditions are met, for one task run or, with index -1, for a node as a
   * whole.
   */
  void taken(NodeRun run, int index, List<BranchCondition> guards, Consumer<Verdict> then) {
    if (guards.isEmpty()) {
      then.accept(new Verdict.Run());
      return;
    }
    int[] path = index < 0 ? run.prefix : run.fullPath(index);
    Reading plain = readPlain(path, guards);
    if (plain != null) {
      then.accept(verdict(run, path, plain));
      return;
    }
    calls.call(
        run,
        index,
        () -> read(run, path, guards),
        answer ->
            then.accept(
                switch (answer) {
                  case AuthorCalls.Answer.Value<Reading> read -> verdict(run, path, read.value());
                  case AuthorCalls.Answer.Thrown<Reading> thrown ->
                      new Verdict.TriggerFailed(
                          "the condition of its branch could not be read: "
                              + thrown.failure().summary(),
                          Optional.of(thrown.failure()));
                }));
  }

  private Reading read(NodeRun run, int[] path, List<BranchCondition> guards) throws Exception {
    for (BranchCondition guard : guards) {
      Reading reading = read(guard, context.values().find(guard.condition(), run, path));
      if (!(reading instanceof Reading.Taken)) {
        return reading;
      }
    }
    return new Reading.Taken();
  }

  private Reading read(BranchCondition guard, ValueReader.Resolved condition) {
    if (!condition.present()) {
      return new Reading.Absent(guard);
    }
    return guard.isTaken(condition.value())
        ? new Reading.Taken()
        : new Reading.NotTaken(AuthorTexts.shown(condition.value(), context.masker()));
  }

  /** Reads the conditions if that calls no code of an author; otherwise returns null. */
  private @Nullable Reading readPlain(int[] path, List<BranchCondition> guards) {
    for (BranchCondition guard : guards) {
      ValueReader.Resolved condition = context.values().findPlain(guard.condition(), path);
      if (condition == null || !isPlain(condition.value())) {
        return null;
      }
      if (!guard.values().stream().allMatch(Branches::isPlain)) {
        return null;
      }
      Reading reading = read(guard, condition);
      if (!(reading instanceof Reading.Taken)) {
        return reading;
      }
    }
    return new Reading.Taken();
  }

  private static boolean isPlain(@Nullable Object value) {
    return value == null
        || value instanceof Boolean
        || value instanceof String
        || value instanceof Integer
        || value instanceof Long;
  }

  private Verdict verdict(NodeRun run, int[] path, Reading reading) {
    return switch (reading) {
      case Reading.Taken _ -> new Verdict.Run();
      case Reading.NotTaken not ->
          new Verdict.Skip("branch not taken: the condition is " + not.shown());
      case Reading.Absent absent ->
          withoutCondition(context.values().missing(absent.guard().condition(), run, path));
    };
  }

  private static Verdict withoutCondition(State state) {
    return state.type() == StateType.SKIPPED
        ? new Verdict.Skip("skipped because the condition of its branch was skipped")
        : Verdict.triggerFailed(
            "the condition of its branch is " + state.name() + ": " + state.message());
  }
}
