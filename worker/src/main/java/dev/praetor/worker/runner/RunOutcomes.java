package dev.praetor.worker.runner;

import dev.praetor.RunId;
import dev.praetor.engine.Journal;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.BatchRows;
import dev.praetor.store.write.Job;
import dev.praetor.store.write.SlotTicket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Passes what the server answers to the jobs of runs that wait for it. Thread-safe. */
record RunOutcomes(
    RemoteSession session,
    RunnerTickets tickets,
    UnansweredBatches unanswered,
    Map<RunId, SentBatches> sent) {
  private static Optional<String> text(JsonNode json, String name) {
    return json.hasNonNull(name) ? Optional.of(json.path(name).asString()) : Optional.empty();
  }

  OutboxItem.Outcome confirmed(Job.Confirm confirm) {
    return new OutboxItem.Outcome() {
      @Override
      public void done(JsonNode outcome) {
        confirm.lost().complete(text(outcome, "lost"));
      }

      @Override
      public void failed(StoreFailed why) {
        confirm.lost().completeExceptionally(why);
      }
    };
  }

  OutboxItem.Outcome freed(List<SlotTicket> all) {
    return new OutboxItem.Outcome() {
      @Override
      public void note(JsonNode outcome) {
        tickets.answered(all);
      }

      @Override
      public void done(JsonNode outcome) {}

      @Override
      public void failed(StoreFailed why) {
        tickets.answered(all);
      }
    };
  }

  OutboxItem.Outcome begun(Job.Begin begin) {
    RunId run = RunId.parse(begin.row().run());
    return new OutboxItem.Outcome() {
      @Override
      public void note(JsonNode outcome) {
        if (text(outcome, "refused").isEmpty()) {
          sent.put(run, new SentBatches(1, 0));
        }
      }

      @Override
      public void done(JsonNode outcome) {
        Optional<String> refused = text(outcome, "refused");
        if (refused.isPresent()) {
          failed(session.unavailable("run " + run + " cannot begin: " + refused.get()));
        } else {
          begin.done().complete(outcome.path("isNew").asBoolean(false));
        }
      }

      @Override
      public void failed(StoreFailed why) {
        begin.done().completeExceptionally(why);
      }
    };
  }

  OutboxItem.Outcome appended(Job.Append append) {
    BatchRows rows = append.rows();
    RunId run = RunId.parse(rows.run());
    return new OutboxItem.Outcome() {
      @Override
      public void note(JsonNode outcome) {
        answered();
        sent.computeIfPresent(
            run, (_, own) -> rows.ends() ? null : new SentBatches(own.epoch(), rows.number()));
      }

      @Override
      public void done(JsonNode outcome) {
        settle(outcome, append.receipt());
      }

      @Override
      public void failed(StoreFailed why) {
        answered();
        append.receipt().failed(why);
      }

      private void answered() {
        unanswered.remove(append.receipt());
        tickets.answered(append.freed());
      }
    };
  }

  private void settle(JsonNode outcome, Journal.Receipt receipt) {
    Optional<String> refused = text(outcome, "refused");
    Optional<String> failed = text(outcome, "failed");
    for (JsonNode row : outcome.path("rejected")) {
      receipt.rejected(
          row.path("node").asString(), row.path("index").asInt(), row.path("why").asString());
    }
    if (refused.isPresent()) {
      receipt.refused(refused.get());
    } else if (failed.isPresent()) {
      receipt.failed(session.unavailable(failed.get()));
    } else {
      receipt.durable();
    }
  }
}
