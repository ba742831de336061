package dev.praetor.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.PraetorException;
import dev.praetor.RunId;
import dev.praetor.engine.Journal;
import dev.praetor.engine.run.RunIds;
import dev.praetor.store.write.BatchRows;
import dev.praetor.store.write.Job;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The writes of a runner whose server takes its time. */
class OutboxTest {
  private final CountDownLatch gate = new CountDownLatch(1);

  /** Answers events as durable, once the gate is open. */
  private ScriptedServer.Answer answer(URI request) {
    if (!request.getPath().endsWith("/events")) {
      return ScriptedServer.Answer.EMPTY;
    }
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new ScriptedServer.Answer(200, "{\"outcomes\": [{}]}");
  }

  /** The news of a run about its batch. */
  private static final class Heard implements Journal.Receipt {
    private final CountDownLatch inOrder = new CountDownLatch(1);
    private final CountDownLatch durable = new CountDownLatch(1);

    @Override
    public void inOrder() {
      inOrder.countDown();
    }

    @Override
    public void durable() {
      durable.countDown();
    }

    @Override
    public void rejected(String node, int index, String why) {
      throw new IllegalStateException(why);
    }

    @Override
    public void refused(String why) {
      throw new IllegalStateException(why);
    }

    @Override
    public void failed(PraetorException why) {
      throw why;
    }
  }

  @Test
  void what_follows_starts_while_a_server_takes_long_to_answer() throws Exception {
    RunId run = RunIds.at(InstantSource.system().instant());
    BatchRows rows =
        new BatchRows(
            run.toString(),
            1,
            BatchRows.sequence(1, 1),
            List.of(),
            List.of(),
            List.of(),
            null,
            List.of());
    Heard heard = new Heard();
    try (ScriptedServer server = new ScriptedServer(this::answer)) {
      RemoteSession session = server.session();
      try (Outbox outbox = new Outbox(session, new RemoteValues(session))) {
        outbox.start();
        outbox.add(new Job.Append(rows, List.of(), heard));
        assertThat(heard.inOrder.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(heard.durable.getCount()).isEqualTo(1);
        gate.countDown();
        assertThat(heard.durable.await(1, TimeUnit.MINUTES)).isTrue();
      }
    }
  }
}
