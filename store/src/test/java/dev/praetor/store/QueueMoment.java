package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.RunId;
import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.model.RunLimit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares a store with the model, at moments at which no process does anything. */
final class QueueMoment {
  private static final String NAME = name();
  private final RunStore store;
  private final QueueWorld world;
  private final QueueLedger ledger;

  QueueMoment(RunStore store, QueueWorld world, QueueLedger ledger) {
    this.store = store;
    this.world = world;
    this.ledger = ledger;
  }

  private static String name() {
    ProcessRow self = ProcessRow.self();
    self.closed();
    return self.name();
  }

  private QueueModel model(List<QueueActor> actors) {
    Map<String, Integer> servers =
        actors.stream()
            .filter(actor -> actor.worker().isEmpty())
            .collect(Collectors.toMap(actor -> actor.store().self(), _ -> QueueActor.SLOTS));
    return ledger.model(servers, NAME);
  }

  /** Checks what the store says about its runs, limits and pools, and what workers are to do. */
  void check(List<QueueActor> actors) {
    assertThat(ledger.violations()).isEmpty();
    QueueModel model = model(actors);
    for (QueueLedger.Submitted run : model.waiting()) {
      assertThat(store.waiting().reasons(run.run()))
          .as("reasons of %s in %s", run, model)
          .isEqualTo(model.reasons(run));
      assertThat(isTaken(model, actors, run))
          .as("%s is claimed by the next free slot, in %s", run, model)
          .isEqualTo(model.reasons(run).isEmpty());
    }
    for (RunLimit limit : store.limits().list()) {
      if (limit.scope() == RunLimit.Scope.FLOW) {
        assertThat(limit.used()).as("%s", limit).isEqualTo(model.running(limit.name()));
      }
    }
    for (String pool : world.pools()) {
      assertThat(store.pools().find(pool).queue().running())
          .as("pool %s in %s", pool, model)
          .isEqualTo((int) model.runningInPool(pool));
    }
    for (QueueWorld.Worker worker : world.workers()) {
      assertThat(!store.neededCode().now(worker.id()).isEmpty())
          .as("%s needs the code, in %s", worker, model)
          .isEqualTo(model.needsRunner(worker.id()));
      assertThat(store.neededCode().isolated(worker.id()).getOrDefault(QueueWorld.CODE, 0))
          .as("runners of %s for one run, in %s", worker, model)
          .isEqualTo(model.isolatedWithoutProcess(worker.id()));
    }
    for (QueueActor actor : actors) {
      assertThat(Set.copyOf(actor.lost()))
          .as("lost runs for %s in %s", actor.client(), model)
          .isEqualTo(model.lost(actor.client()));
    }
  }

  /** Returns whether some process would claim a run, if nothing else waited. */
  private boolean isTaken(QueueModel model, List<QueueActor> actors, QueueLedger.Submitted run) {
    QueueModel alone = model.withOnly(run);
    int free =
        actors.stream().filter(actor -> actor.worker().isEmpty()).mapToInt(QueueActor::free).sum();
    return Stream.concat(
            Stream.of(new QueueModel.Client(Optional.empty(), false)),
            world.workers().stream()
                .flatMap(worker ->
                    Stream.of(true, false)
                        .map(
                            isolated -> new QueueModel.Client(Optional.of(worker.id()), isolated))))
        .anyMatch(client ->
            !alone.claims(client, client.worker().isEmpty() ? Math.min(1, free) : 1).isEmpty());
  }

  /** Lets a process claim runs, and checks that it gets the next ones. */
  void claim(List<QueueActor> actors, QueueActor actor, int most) {
    QueueModel model = model(actors);
    List<RunId> next = model.claims(actor.client(), Math.min(most, actor.free()));
    for (QueueLedger.Submitted run : model.waiting()) {
      if (next.contains(run.run())) {
        assertThat(store.waiting().reasons(run.run()))
            .as("%s is next, in %s", run, model)
            .isEmpty();
      }
    }
    assertThat(actor.claim(most)).as("claims of %s in %s", actor.client(), model).isEqualTo(next);
  }
}
