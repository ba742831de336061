package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.list;
import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.CANCELLED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.contract.SmallFlows.single;
import static dev.praetor.contract.SmallFlows.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.Retry;
import dev.praetor.Secret;
import dev.praetor.State;
import dev.praetor.Task;
import dev.praetor.Task0;
import dev.praetor.TaskContext;
import dev.praetor.TypeRef;
import dev.praetor.engine.RunListener;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.TestRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContextTest {
  @Test
  void a_task_can_read_its_own_identity() {
    List<String> said = Collections.synchronizedList(new ArrayList<>());
    Flow<List<Integer>> flow =
        Flow.define(
            "asking",
            f ->
                Task.of(
                        "ask",
                        Integer.class,
                        (Integer x) -> {
                          TaskContext me = TaskContext.current();
                          said.add(
                              me.flow()
                                  + " "
                                  + me.taskRun()
                                  + " "
                                  + me.attempt()
                                  + " "
                                  + me.index()
                                  + " "
                                  + me.label()
                                  + " "
                                  + me.scheduledTime()
                                  + " "
                                  + me.parameters());
                          if (me.attempt() == 1) {
                            throw new IllegalStateException("again");
                          }
                          return x;
                        })
                    .label(x -> "n" + x)
                    .retry(Retry.times(1).every(Duration.ofDays(1)))
                    .map(each(f.parameter("list", List.of(9))))
                    .collect());
    FlowTester.of(flow).run().ended(SUCCESS);
    assertThat(said)
        .containsExactly(
            "asking ask[0] 1 0 n9 2026-01-05T08:00:00Z {list=[9]}",
            "asking ask[0] 2 0 n9 2026-01-05T08:00:00Z {list=[9]}");
  }

  @Test
  void a_task_knows_its_node_from_its_name() {
    Task0<String> names =
        Task.of(
            "name",
            String.class,
            () -> TaskContext.current().node() + " " + TaskContext.current().task());
    Flow<List<String>> flow = Flow.define("f", f -> list(names.call(), names.call()));
    assertThat(FlowTester.of(flow).run().value()).containsExactly("name name", "name-2 name");
  }

  @Test
  void a_task_sees_that_it_is_cancelled() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch seen = new CountDownLatch(1);
    Flow<Integer> flow =
        single(
            task(() -> {
              assertThat(TaskContext.current().isCancelled()).isFalse();
              begun.countDown();
              try {
                return SmallFlows.hang();
              } finally {
                if (TaskContext.current().isCancelled()) {
                  seen.countDown();
                }
              }
            }));
    var started = FlowTester.of(flow).start();
    begun.await();
    started.run().cancel("enough");
    started.finish().ended("t", CANCELLED);
    assertThat(seen.getCount()).isZero();
  }

  @Test
  void progress_reaches_the_listener_and_is_a_part_from_0_to_1() {
    List<String> reported = Collections.synchronizedList(new ArrayList<>());
    RunListener listener =
        new RunListener() {
          @Override
          public void progress(String taskRun, double part, String message) {
            reported.add(taskRun + " " + part + " " + message);
          }
        };
    Flow<Integer> flow =
        single(
            task(() -> {
              TaskContext.current().progress(0.5, "half of it");
              TaskContext.current().progress(1.5, "too much");
              return 1;
            }));
    var result = LocalRun.of(flow).with(settings -> settings.withListener(listener)).run();
    assertThat(reported).containsExactly("t 0.5 half of it");
    assertThat(result.taskRun("t").state().message())
        .contains("progress must be from 0 to 1, not 1.5");
  }

  @Test
  void outside_a_task_the_context_and_secrets_say_so() {
    assertThatThrownBy(TaskContext::current)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("only inside a task");
    assertThatThrownBy(() -> Secret.named("TOKEN").get())
        .hasMessageContaining("only inside a task");
  }

  @Test
  void tags_limit_how_many_run_at_once_and_the_others_are_queued_with_the_reason()
      throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch both = new CountDownLatch(2);
    CountDownLatch release = new CountDownLatch(1);
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "query",
                        Integer.class,
                        (Integer x) -> {
                          most.accumulateAndGet(now.incrementAndGet(), Math::max);
                          both.countDown();
                          release.await();
                          now.decrementAndGet();
                          return x;
                        })
                    .tags("db")
                    .map(each(value(IntStream.range(0, 20).boxed().toList())))
                    .collect());
    var started = FlowTester.of(flow).limit("db", 2).start();
    started.events().awaitCount("] Queued", 18);
    both.await();
    release.countDown();
    TestRun<List<Integer>> run = started.finish().ended(SUCCESS);
    assertThat(most.get()).isEqualTo(2);
    assertThat(run.taskRun("query", 19).history())
        .anyMatch(t -> t.state() instanceof State.Queued q && q.message().contains("'db' (2)"));
  }

  @Test
  void a_run_has_a_name_people_can_read() {
    Flow<Integer> flow =
        Flow.define(
                "f",
                f -> Task.of("t", Integer.class, (String o) -> 1).call(f.parameter("office", "DC")))
            .runName("reminder {office} {scheduled:yyyy-MM-dd}");
    assertThat(FlowTester.of(flow).run().runName()).isEqualTo("reminder DC 2026-01-05");
  }

  @Test
  void the_same_sources_give_the_same_version_and_another_option_another() {
    Flow<Integer> flow = Flow.define("f", f -> Task.of("t", Integer.class, () -> 1).call());
    Flow<Integer> again = Flow.define("f", f -> Task.of("t", Integer.class, () -> 1).call());
    Flow<Integer> retried =
        Flow.define("f", f -> Task.of("t", Integer.class, () -> 1).retry(Retry.times(1)).call());
    assertThat(flow.spec().version()).isEqualTo(again.spec().version()).hasSize(64);
    assertThat(flow.spec().version()).isNotEqualTo(retried.spec().version());
  }

  @Test
  void a_picture_has_stacks_for_mapped_nodes_dashes_for_mapped_edges_and_states_in_words() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of("twice", Integer.class, (Integer x) -> 2 * x)
                    .map(
                        each(
                            Task.of("numbers", new TypeRef<List<Integer>>() {}, () -> List.of(1, 2))
                                .call()))
                    .collect());
    assertThat(flow.draw().mermaid()).contains("n0[\"numbers\"]", "n1[[\"twice\"]]", "n0 -.-> n1");
    assertThat(flow.draw().dot()).contains("peripheries=2", "style=dashed");
    assertThat(flow.draw().svg()).startsWith("<svg").contains("stroke-dasharray", ">twice<");
    assertThat(flow.draw(flow.run()).mermaid())
        .contains("twice<br/>2 Success", "numbers<br/>Success");
  }

  @Test
  void code_has_the_class_loader_of_the_thread_that_started_the_run_also_in_a_retry()
      throws Exception {
    ClassLoader mine = new ClassLoader(ContextTest.class.getClassLoader()) {};
    List<ClassLoader> seen = Collections.synchronizedList(new ArrayList<>());
    Flow<Integer> flow =
        Flow.<Integer>define(
                "f",
                f ->
                    Task.of(
                            "t",
                            Integer.class,
                            () -> {
                              seen.add(Thread.currentThread().getContextClassLoader());
                              if (seen.size() == 1) {
                                throw new IllegalStateException("once");
                              }
                              return 1;
                            })
                        .call())
            .retry(Retry.times(1));
    Thread starter =
        Thread.ofPlatform().unstarted(() -> assertThat(flow.run().state().isSuccessful()).isTrue());
    starter.setContextClassLoader(mine);
    starter.start();
    starter.join();
    assertThat(seen).containsExactly(mine, mine);
  }
}
