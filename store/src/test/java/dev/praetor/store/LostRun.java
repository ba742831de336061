package dev.praetor.store;

import dev.praetor.PraetorException;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import dev.praetor.Transition;
import dev.praetor.engine.Journal;
import dev.praetor.engine.secret.Masker;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A run that is never ended: of its five children one has succeeded and one is running. */
final class LostRun {
  private static final Instant TIME = Instant.EPOCH.plusSeconds(1);

  private LostRun() {}

  static RunId leave(Journal journal) {
    RunId id = new RunId(UUID.randomUUID());
    var _ =
        journal
            .begin(
                new Journal.Start(
                    id,
                    "wide",
                    Flows.wide("wide", 5).definition().graph(),
                    "wide",
                    Map.of(),
                    Set.of(),
                    new Journal.Times(TIME, TIME),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    new Masker()))
            .join();
    State mapped = new State.Mapped("", TIME, 5, Map.of());
    Journal.Batch batch =
        new Journal.Batch(
            id,
            1,
            List.of(
                change(-1, mapped),
                change(0, new State.Success("", TIME)),
                change(1, new State.Running("", TIME, 1))),
            List.of(new Journal.Counts("n", Map.of(StateType.SUCCESS, 1, StateType.RUNNING, 1))),
            Optional.of(new State.Running("", TIME, 1)));
    CompletableFuture<Boolean> durable = new CompletableFuture<>();
    journal.append(
        batch,
        new Journal.Receipt() {
          @Override
          public void durable() {
            durable.complete(true);
          }

          @Override
          public void rejected(String node, int index, String why) {}

          @Override
          public void failed(PraetorException why) {
            durable.completeExceptionally(why);
          }

          @Override
          public void refused(String why) {
            durable.completeExceptionally(new IllegalStateException(why));
          }
        });
    durable.join();
    return id;
  }

  private static Journal.Change change(int index, State state) {
    TaskRun run =
        new TaskRun(
            "n", index, "n", state, 1, null, Optional.empty(), List.of(new Transition(1, state)));
    return new Journal.Change(run, 0, false, Optional.empty(), Optional.empty());
  }
}
