package dev.praetor.contract;

import static dev.praetor.StateType.CANCELLED;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.RUNNING;
import static dev.praetor.StateType.SKIPPED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.StateType.TIMED_OUT;
import static dev.praetor.StateType.TRIGGER_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.InvalidFlow;
import dev.praetor.Node;
import dev.praetor.Resource;
import dev.praetor.ResultFormat;
import dev.praetor.Task;
import dev.praetor.function.F1;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceTest {
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  private Resource<String> resource() {
    return Resource.of(
        "cluster",
        () -> {
          log.add("up");
          return "cluster-1";
        },
        name -> log.add("down " + name));
  }

  /** Returns a flow that uses the resource in one task. */
  private Flow<String> using(F1<String, String> code) {
    return Flow.define(
        "f", f -> f.using(resource(), name -> Task.of("use", String.class, code).call(name)));
  }

  @Test
  void using_sets_up_before_and_cleans_up_after() {
    Flow<String> flow =
        using(name -> {
          log.add("use " + name);
          return name;
        });
    assertThat(FlowTester.of(flow).run().value()).isEqualTo("cluster-1");
    assertThat(log).containsExactly("up", "use cluster-1", "down cluster-1");
  }

  @Test
  void the_clean_up_of_using_runs_after_failure_and_does_not_hide_it() {
    Flow<String> flow =
        using(name -> {
          throw new IllegalStateException("broken");
        });
    FlowTester.of(flow).run().ended(FAILED).ended("cluster_cleanup", SUCCESS);
    assertThat(log).containsExactly("up", "down cluster-1");
  }

  private Flow<String> hanging() {
    return using(name -> name + SmallFlows.hang());
  }

  @Test
  void the_clean_up_of_using_runs_after_cancel() throws Exception {
    var started = FlowTester.of(hanging()).start();
    started.events().await("use", RUNNING);
    started.run().cancel("enough");
    started.finish().ended(CANCELLED).ended("use", CANCELLED).ended("cluster_cleanup", SUCCESS);
    assertThat(log).containsExactly("up", "down cluster-1");
  }

  @Test
  void the_clean_up_of_using_runs_after_a_timeout_of_the_flow() throws Exception {
    SettableClock clock = SettableClock.manual(Instant.parse("2026-01-05T08:00:00Z"));
    var started = FlowTester.of(hanging().timeout(Duration.ofHours(1))).clock(clock).start();
    started.events().await("use", RUNNING);
    clock.advance(Duration.ofHours(1));
    started.finish().ended(TIMED_OUT).ended("use", CANCELLED).ended("cluster_cleanup", SUCCESS);
    assertThat(log).containsExactly("up", "down cluster-1");
  }

  @Test
  void where_the_set_up_failed_the_clean_up_is_skipped() {
    Flow<String> flow =
        Flow.define(
            "f",
            f ->
                f.using(
                    Resource.<String>of(
                        "cluster",
                        () -> {
                          throw new IllegalStateException("no room");
                        },
                        name -> log.add("down")),
                    cluster -> Task.of("use", String.class, (String c) -> c).call(cluster)));
    FlowTester.of(flow)
        .run()
        .ended(FAILED)
        .ended("use", TRIGGER_FAILED)
        .ended("cluster_cleanup", SKIPPED);
    assertThat(log).isEmpty();
  }

  @Test
  void a_set_up_takes_an_input_and_comes_after_its_node() {
    Flow<String> flow =
        Flow.define(
            "f",
            f -> {
              Node<Integer> size = Task.of("size", Integer.class, () -> 3).call();
              return f.using(
                  "cluster",
                  (Integer nodes) -> "cluster of " + nodes,
                  size,
                  name -> log.add("down " + name),
                  cluster -> Task.of("use", String.class, (String c) -> c).call(cluster));
            });
    assertThat(FlowTester.of(flow).run().value()).isEqualTo("cluster of 3");
    assertThat(log).containsExactly("down cluster of 3");
  }

  @Test
  void a_set_up_waits_for_the_nodes_it_comes_after() {
    Flow<String> flow =
        Flow.define(
            "f",
            f -> {
              Node<Integer> fails =
                  Task.of(
                          "check",
                          Integer.class,
                          () -> {
                            throw new IllegalStateException("no");
                          })
                      .call();
              return f.using(
                  resource(),
                  cluster -> Task.of("use", String.class, (String c) -> c).call(cluster),
                  fails);
            });
    FlowTester.of(flow).run().ended(FAILED).ended("cluster_setup", TRIGGER_FAILED);
    assertThat(log).isEmpty();
  }

  /** A handle that lives in one process. */
  static final class Session {
    final String id;

    Session(String id) {
      this.id = id;
    }
  }

  private Session open() {
    log.add("open");
    return new Session("s1");
  }

  private void close(Session session) {
    log.add("close " + session.id);
  }

  @Test
  void a_handle_that_cannot_be_kept_is_refused_unless_it_says_how_it_is_opened_again() {
    Resource<Session> session = Resource.of("session", this::open, this::close);
    assertThatThrownBy(() -> Flow.define("f", f -> f.using(session, ResourceTest::used)))
        .isInstanceOf(InvalidFlow.class)
        .hasMessageContaining("session_setup")
        .hasMessageContaining("keptAs");
    Resource<Session> again =
        session.keptAs(ResultFormat.of(open -> open.id, id -> new Session(id)));
    Flow<String> flow = Flow.define("f", f -> f.using(again, ResourceTest::used));
    assertThat(FlowTester.of(flow).run().value()).isEqualTo("s1");
    assertThat(log).containsExactly("open", "close s1");
  }

  private static Node<String> used(Node<Session> session) {
    return Task.of("use", String.class, (Session s) -> s.id).call(session);
  }
}
