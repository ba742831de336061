package dev.praetor.store;

import static java.util.Objects.requireNonNull;

import dev.praetor.Flow;
import dev.praetor.PraetorException;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.engine.AttemptSlots;
import dev.praetor.engine.Journal;
import dev.praetor.store.write.StoreJournal;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The runs in progress of a process. They have no code: an attempt is a ticket for slots. Used by
 * one thread, apart from answers of the store.
 */
final class QueueRuns {
  private final QueueActor actor;
  private final QueueActor.History history;
  private final InstantSource clock;
  private final Map<String, StoreJournal> journals = new HashMap<>();
  private final Map<RunId, Begun> begun = new LinkedHashMap<>();

  /** An attempt that has requested slots; it has them once the ticket is granted. */
  record Attempt(QueueActor actor, RunId run, int index, Set<String> tags) {}

  /** A run in progress here. */
  private static final class Begun {
    private final String flow;
    private final Map<Attempt, Asked> attempts = new LinkedHashMap<>();
    private long sequence;

    Begun(String flow) {
      this.flow = flow;
    }

    Asked asked(Attempt attempt) {
      return requireNonNull(attempts.get(attempt));
    }
  }

  /** The request of an attempt. */
  private record Asked(AttemptSlots.Ticket ticket, CompletableFuture<Boolean> granted) {}

  QueueRuns(
      QueueActor actor,
      QueueActor.History history,
      InstantSource clock,
      List<Flow<Integer>> flows) {
    this.actor = actor;
    this.history = history;
    this.clock = clock;
    for (Flow<Integer> flow : flows) {
      journals.put(flow.name(), actor.store().journal(flow, Flows.ORIGIN));
    }
  }

  private QueueLedger ledger() {
    return history.ledger();
  }

  private Random random() {
    return history.random();
  }

  int count() {
    return begun.size();
  }

  StoreJournal journal(String flow) {
    return requireNonNull(journals.get(flow));
  }

  private Begun run(RunId id) {
    return requireNonNull(begun.get(id));
  }

  /** Begins a run that this process has claimed. */
  void begin(Journal.Start start, String flow) {
    var _ = journal(flow).begin(start).join();
    Begun run = new Begun(flow);
    begun.put(start.run(), run);
    append(start.run(), run, Optional.of(new State.Running("", clock.instant(), 1)));
  }

  private Optional<RunId> anyBegun() {
    List<RunId> all = List.copyOf(begun.keySet());
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random().nextInt(all.size())));
  }

  /** Requests the slots of an attempt. */
  void request() {
    anyBegun()
        .ifPresent(id -> {
          Begun run = run(id);
          List<String> tags = history.world().tags();
          Set<String> some =
              random().nextInt(3) == 0
                  ? Set.copyOf(tags)
                  : Set.of(tags.get(random().nextInt(tags.size())));
          Attempt attempt = new Attempt(actor, id, random().nextInt(1_000_000), some);
          CompletableFuture<Boolean> granted = new CompletableFuture<>();
          AttemptSlots.Ticket ticket =
              actor
                  .store()
                  .slots()
                  .claim(
                      new AttemptSlots.Request(id, "n", attempt.index(), some),
                      new AttemptSlots.Answers() {
                        @Override
                        public void granted() {
                          ledger().took(attempt);
                          granted.complete(true);
                        }

                        @Override
                        public void waits(String full, int position) {}

                        @Override
                        public void failed(PraetorException why) {
                          granted.complete(false);
                        }
                      });
          run.attempts.put(attempt, new Asked(ticket, granted));
        });
  }

  /** Ends an attempt that has its slots, or withdraws an attempt that waits, or ends a run. */
  void endSomething() {
    anyBegun()
        .ifPresent(id -> {
          Begun run = run(id);
          if (run.attempts.isEmpty()) {
            end(id, run);
            return;
          }
          Attempt attempt = run.attempts.keySet().iterator().next();
          if (run.asked(attempt).granted().isDone() || random().nextInt(4) == 0) {
            end(id, run, attempt);
          }
        });
  }

  private void end(RunId id, Begun run, Attempt attempt) {
    Asked asked = run.asked(attempt);
    run.attempts.remove(attempt);
    ledger().freeing(attempt);
    if (asked.granted().isDone()) {
      asked.ticket().ended();
      append(id, run, Optional.empty());
    } else {
      // A ticket that is granted meanwhile is noted as taken, and is free when it is withdrawn.
      asked.ticket().withdraw();
      var _ = asked.granted().thenRun(() -> ledger().freeing(attempt));
    }
  }

  private void end(RunId id, Begun run) {
    begun.remove(id);
    ledger().ending(id, run.flow);
    append(id, run, Optional.of(new State.Success("", clock.instant())));
  }

  /** Ends all attempts that have their slots, and all runs without attempts. */
  void endAll() {
    for (RunId id : List.copyOf(begun.keySet())) {
      Begun run = run(id);
      for (Attempt attempt : List.copyOf(run.attempts.keySet())) {
        if (run.asked(attempt).granted().isDone()) {
          end(id, run, attempt);
        }
      }
      if (run.attempts.isEmpty()) {
        end(id, run);
      }
    }
  }

  private void append(RunId id, Begun run, Optional<State> flow) {
    if (!isAppended(id, run, flow)) {
      ledger()
          .violation(
              "process " + actor.store().self() + " was refused run " + id + ", which it owns");
    }
  }

  /** Writes to a run; returns false if this process does not own it any more. */
  private boolean isAppended(RunId id, Begun run, Optional<State> flow) {
    CompletableFuture<Boolean> durable = new CompletableFuture<>();
    journal(run.flow)
        .append(
            new Journal.Batch(id, ++run.sequence, List.of(), List.of(), flow),
            new Journal.Receipt() {
              @Override
              public void durable() {
                durable.complete(true);
              }

              @Override
              public void rejected(String node, int index, String why) {}

              @Override
              public void refused(String why) {
                durable.complete(false);
              }

              @Override
              public void failed(PraetorException why) {
                durable.completeExceptionally(why);
              }
            });
    return durable.join();
  }

  /** Reports about each run, and checks that it is refused if somebody else has resumed it. */
  void report() {
    for (RunId id : List.copyOf(begun.keySet())) {
      boolean isOwned = isAppended(id, run(id), Optional.empty());
      if (isOwned != ledger().owns(actor, id)) {
        ledger().violation("a woken process " + (isOwned ? "writes to " : "has lost ") + id);
      }
      if (!isOwned) {
        begun.remove(id);
      }
    }
  }
}
