package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Trigger;
import dev.praetor.engine.Decisions;
import dev.praetor.engine.Journal;
import dev.praetor.engine.RunListener;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.UpstreamCounts;
import dev.praetor.engine.cache.CacheKeys;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.engine.graph.Dependency;
import dev.praetor.engine.graph.Graph;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Role;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.graph.Sources;
import dev.praetor.engine.graph.Work;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.engine.run.RunArtifact;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.run.RunRequest;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.engine.secret.Masker;
import dev.praetor.engine.task.FlowOptions;
import dev.praetor.engine.task.TaskBody;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.Snapshots;
import dev.praetor.engine.taskruns.ValueReader;
import dev.praetor.spi.SecretProvider;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.helpers.NOPMDCAdapter;

/**
 * Runs one flow run: one thread owns all its state and takes events; nothing else touches it, so
 * there are no locks. What other threads may call says so.
 */
public final class RunLoop {
  private static final Logger LOG = LoggerFactory.getLogger(RunLoop.class);
  private static final int SHOWN = 5;

  private final RunRequest plan;
  private final RunSettings settings;
  private final NodeRun[] roots;
  private final Mailbox mailbox;
  private final Timers timers = new Timers();
  private final Masker masker;
  private final JournalBuffer batches;
  private final HookRunner hooks;
  private final Recorder recorder;
  private final ValueReader values;
  private final DependencyTracker wiring;
  private final Upstreams upstreams;
  private final Entrance entrance;
  private final Dispatcher dispatcher;
  private final MapExpander expansions;
  private final SleepNodes waits;
  private final ChildFlows childFlows;
  private final TakeOver takeOver;
  private final boolean attributesLogs;
  private final Collection<RunArtifact> artifacts = new ConcurrentLinkedQueue<>();
  private final Deque<Finished> finished = new ArrayDeque<>();
  private int unfinishedRoots;
  private Instant now;
  private Instant started;
  private @Nullable Stop stop;
  private boolean forced;

  /** Whether the run had ended before, and is only given back. */
  private final boolean wasOver;

  private record Finished(NodeRun run, int index) {}

  /** Why a run ends before its time. */
  private record Stop(String why, boolean timeout) {}

  public RunLoop(RunRequest plan, RunSettings settings) {
    this.plan = plan;
    this.settings = settings;
    this.now = settings.time().instant();
    this.masker = plan.masker();

    Graph graph = plan.graph();
    roots = new NodeRun[graph.nodes().size()];
    for (GraphNode node : graph.nodes()) {
      roots[node.id()] = new NodeRun(node, null, new int[0]);
    }
    takeOver = new TakeOver(this, plan.startFrom());
    started = takeOver.started().orElse(now);
    mailbox = new Mailbox(settings.time());
    wasOver = takeOver.flow().filter(State::isFinished).isPresent();
    batches =
        new JournalBuffer(
            plan.id(), wasOver ? Journal.NONE : settings.persistence().journal(), mailbox);
    hooks =
        new HookRunner(plan.id().toString(), settings.stopPolicy().hooks(), plan.options().hooks());
    recorder =
        new Recorder(
            settings.listener(),
            hooks,
            batches,
            takeOver.flow().orElse(new State.Pending("", now)),
            this::somethingFailed);
    values = new ValueReader(roots, plan.parameters());
    wiring = new DependencyTracker(this, roots);
    upstreams = new Upstreams(wiring);
    entrance = new Entrance(this, upstreams);
    dispatcher = new Dispatcher(this, Math.max(1, roots.length));
    expansions = new MapExpander(this);
    waits = new SleepNodes(this);
    childFlows = new ChildFlows(this);
    attributesLogs = !(MDC.getMDCAdapter() instanceof NOPMDCAdapter);
    unfinishedRoots = roots.length;
  }

  /**
   * Runs to the end, in the calling thread, which then owns the run.
   *
   * @throws RunOwnershipLost if another process has the run now
   */
  public FinishedRun run() {
    try {
      return runToEnd();
    } catch (Throwable thrown) {
      dispatcher.interruptEverything();
      childFlows.leaveAll(String.valueOf(thrown.getMessage()));
      hooks.close();
      throw thrown;
    }
  }

  /** Ends this run here and now, without a word of it: somebody else has it. For any thread. */
  public void leave(String why) {
    offer(
        new Command(() -> {
          throw new RunOwnershipLost(id(), why);
        }));
  }

  private FinishedRun runToEnd() {
    mailbox.ownedBy(Thread.currentThread());
    hideSecrets();
    settings.time().onJump(mailbox::wake);
    begin();
    while (!isOver()) {
      dispatcher.dispatch();
      batches.flush(now);
      if (isOver()) {
        break;
      }
      Event event = mailbox.take(earlier(timers.next(), batches.due()), isIdle());
      now = settings.time().instant();
      while (event != null) {
        Event following = event.next;
        event.next = null;
        event.handle(this);
        settle();
        event = following;
      }
      timers.fire(now);
      settle();
    }
    if (!wasOver) {
      recorder.flow(end());
    }
    drainJournal();
    hooks.close();
    dispatcher.close();
    return new FinishedRun(
        plan,
        roots,
        values,
        recorder.flow(),
        new FinishedRun.Span(started, recorder.flow().time()),
        artifacts,
        masker);
  }

  /** What a run may read of secrets is hidden from its first line on. */
  public void hideSecrets() {
    for (GraphNode node : plan.graph().nodes()) {
      for (String name : node.task().map(task -> task.secrets()).orElse(Set.of())) {
        try {
          settings.secrets().find(name).ifPresent(masker::hide);
        } catch (RuntimeException e) {
          LOG.atDebug()
              .addKeyValue("run", id())
              .setCause(e)
              .log("secret {} is not to be had", name);
        }
      }
    }
  }

  private void begin() {
    if (wasOver) {
      stop = new Stop("the run has ended", false);
      wiring.begin();
      settle();
      return;
    }
    settings.persistence().journal().begin(plan.start());
    now = settings.time().instant(); // Nothing starts before the journal has it.
    started = takeOver.started().orElse(now);
    State before = recorder.flow();
    if (before.type() == StateType.RUNNING) {
      Failure crash = Journal.crash("the process that ran it ended before it did");
      recorder.flow(
          new State.Retrying(crash.message() + "; it goes on", now, now, 1, Optional.of(crash)));
      batches.flush(now); // Of a batch only the last state of a run is kept.
    }
    if (before.type() != StateType.CANCELLING) {
      recorder.flow(new State.Running("", now, 1));
    }
    plan.options()
        .timeout()
        .ifPresent(longest ->
            timers.at(
                started.plus(longest), () -> stop(new Stop("took longer than " + longest, true))));
    wiring.begin();
    settle();
    if (before.type() == StateType.CANCELLING) {
      stop(new Stop(before.message(), false));
    }
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  private void drainJournal() {
    while (!batches.isSettled()) {
      batches.flush(now);
      Event event = batches.isSettled() ? null : mailbox.take(null, false);
      while (event != null) {
        Event following = event.next;
        event.handle(this);
        event = following;
      }
    }
  }

  private boolean isOver() {
    return unfinishedRoots == 0 && dispatcher.inFlight() == 0 && batches.isSettled()
        || forced && unfinishedRoots == 0;
  }

  private boolean isIdle() {
    return dispatcher.inFlight() == 0
        && childFlows.isEmpty()
        && expansions.isEmpty()
        && batches.isSettled();
  }

  // Called by any thread.

  public void offer(Event event) {
    mailbox.offer(event);
  }

  public RunId id() {
    return plan.id();
  }

  String flowName() {
    return plan.flow();
  }

  public Instant scheduled() {
    return plan.scheduled();
  }

  Map<String, @Nullable Object> parameters() {
    return plan.parameters();
  }

  Timekeeper time() {
    return settings.time();
  }

  public Masker masker() {
    return masker;
  }

  SecretProvider secrets() {
    return settings.secrets();
  }

  TaskBody bodyOf(GraphNode node, TaskDefinition task) {
    return settings.bodies().of(node, task);
  }

  CacheStore cache() {
    return settings.persistence().cache();
  }

  CacheStore.Request cacheRequest(TaskDefinition task, @Nullable Object[] arguments)
      throws Exception {
    return CacheKeys.request(task, arguments, plan.parameters(), plan.id());
  }

  public ValueReader values() {
    return values;
  }

  Collection<RunArtifact> artifacts() {
    return artifacts;
  }

  boolean attributesLogs() {
    return attributesLogs;
  }

  public RunSettings settings() {
    return settings;
  }

  FlowOptions flowOptions() {
    return plan.options();
  }

  public NodeRun[] roots() {
    return roots;
  }

  // Called by the owner.

  Instant now() {
    return now;
  }

  Graph graph() {
    return plan.graph();
  }

  TakeOver takeOver() {
    return takeOver;
  }

  RunListener listener() {
    return settings.listener();
  }

  Recorder recorder() {
    return recorder;
  }

  JournalBuffer batches() {
    return batches;
  }

  Timers timers() {
    return timers;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  Entrance entrance() {
    return entrance;
  }

  SleepNodes waits() {
    return waits;
  }

  ChildFlows childFlows() {
    return childFlows;
  }

  DependencyTracker wiring() {
    return wiring;
  }

  /** What a node needs is finished, or has a width, at its level. */
  void activate(NodeRun run) {
    run.activated = true;
    if (run.isFinished()) {
      return;
    }
    if (isStopping() && !survivesStop(run.node) && !takeOver.knows(run)) {
      cancelWhole(run);
      return;
    }
    upstreams.readShared(run);
    if (run.isSingle()) {
      childReady(run, 0);
    } else {
      expansions.open(run);
    }
  }

  /** A child, or a node's only run, needs nothing more. */
  void childReady(NodeRun run, int index) {
    if (run.children().type(index) == StateType.PENDING && entrance.enters(run, index)) {
      dispatcher.ready(run, index);
    }
  }

  void decideWithoutChildren(NodeRun run) {
    expansions.decideWithoutChildren(run);
  }

  /** A task run has ended; what depends on it learns of it once that is durable. */
  void finished(NodeRun run, int index) {
    batches.whenDurable(() -> finished.add(new Finished(run, index)));
  }

  /** A mapped node has ended as a whole, without children. */
  void ended(NodeRun run, State state) {
    recorder.own(run, state);
    finished(run, -1);
  }

  /** Tells on what has ended, until nothing more follows from it. */
  public void settle() {
    for (Finished next = finished.poll(); next != null; next = finished.poll()) {
      if (next.index() < 0) {
        wiring.wholeFinished(next.run());
      } else {
        wiring.childFinished(next.run(), next.index());
      }
    }
  }

  void allChildrenFinished(NodeRun run) {
    Optional<State> recorded = takeOver.recordedEnd(run);
    if (recorded.isPresent()) {
      run.setOwn(recorded.get());
      wiring.wholeFinished(run);
      return;
    }
    UpstreamCounts counts = run.childCounts();
    State state =
        switch (Decisions.ofChildren(counts)) {
          case FAILED ->
              new State.Failed(
                  "%d of %d children failed: %s"
                      .formatted(counts.unsuccessful(), counts.total(), failedChildren(run)),
                  now,
                  Optional.empty());
          case CANCELLED ->
              new State.Cancelled(
                  "%d of %d children were cancelled".formatted(counts.cancelled(), counts.total()),
                  now);
          case SKIPPED ->
              new State.Skipped("all %d children were skipped".formatted(counts.total()), now);
          default -> new State.Success("", now);
        };
    recorder.own(run, state);
    wiring.wholeFinished(run);
  }

  private static String failedChildren(NodeRun run) {
    List<String> shown = new ArrayList<>();
    int count = 0;
    for (int i = 0; i < run.width(); i++) {
      if (run.type(i).isUnsuccessful() && ++count <= SHOWN) {
        shown.add("[" + i + "] " + shorten(Snapshots.of(run, i).message()));
      }
    }
    String more = count > SHOWN ? ", and " + (count - SHOWN) + " more" : "";
    return String.join(", ", shown) + more;
  }

  private static String shorten(String text) {
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }

  void rootFinished() {
    unfinishedRoots--;
  }

  /** How many indexes a node shares with what a condition needs. */
  int sharedWith(GraphNode node, Source.Whole condition) {
    int most = 0;
    for (Dependency need : node.dependencies()) {
      if (need.mode() == Dependency.Mode.GUARD
          && Sources.behind(condition).contains(need.upstream())) {
        most = Math.max(most, need.shared());
      }
    }
    return most;
  }

  // Stopping.

  boolean isStopping() {
    return stop != null;
  }

  /** Clean-up, and what runs however everything else ended, still runs in a run that is stopped. */
  boolean survivesStop(GraphNode node) {
    return !wasOver && survives(node);
  }

  private static boolean survives(GraphNode node) {
    return node.role() == Role.CLEAN_UP
        || node.work() instanceof Work.Run
            && !node.mapped()
            && node.policy().trigger() == Trigger.ALL_FINISHED
            && !node.dependencies().isEmpty();
  }

  private void somethingFailed() {
    if (settings.stopPolicy().atFirstFailure() && stop == null) {
      offer(new Command(() -> stop(new Stop("stopped at the first failure", false))));
    }
  }

  /** Asks the run to end. For any thread. */
  public void cancel(String why) {
    offer(new Command(() -> stop(new Stop(why, false))));
  }

  private void stop(Stop reason) {
    if (stop != null || unfinishedRoots == 0) {
      return;
    }
    stop = reason;
    if (recorder.flow().type() != StateType.CANCELLING) {
      recorder.flow(new State.Cancelling(reason.why(), now));
    }
    timers.at(now.plus(settings.stopPolicy().grace()), this::force);
    dispatcher.interruptAll();
    childFlows.cancelAll(reason.why());
    for (NodeRun run : roots) {
      if (!survivesStop(run.node)) {
        cancelWaiting(run);
      }
    }
    settle();
  }

  /** The grace is over. Clean-up that is under way is left behind too. */
  private void force() {
    if (unfinishedRoots == 0) {
      return;
    }
    forced = true;
    dispatcher.abandonAll();
    settle();
    for (NodeRun run : roots) {
      cancelWaiting(run);
    }
    settle();
  }

  private void cancelWaiting(NodeRun run) {
    if (run.isFinished() || takeOver.knows(run) && !run.activated) {
      return;
    }
    NodeRun[] groups = run.groups();
    if (groups != null) {
      for (NodeRun group : groups) {
        cancelWaiting(group);
      }
    } else if (!run.expanded) {
      cancelWhole(run);
    } else {
      for (int i = 0; i < run.width(); i++) {
        StateType type = run.children().type(i);
        boolean waits = type.phase() == StateType.Phase.WAITING;
        if (waits || forced && !type.isFinished()) {
          cancelled(run, i);
        }
      }
      run.ready.clear();
      run.cursor = run.cursorEnd;
    }
  }

  private void cancelWhole(NodeRun run) {
    if (run.isSingle()) {
      cancelled(run, 0);
    } else {
      ended(run, new State.Cancelled(stopReason(), now));
    }
  }

  void cancelled(NodeRun run, int index) {
    StateType type = run.children().type(index);
    if (type.isFinished() || type == StateType.PENDING && takeOver.restores(run, index)) {
      return;
    }
    recorder.enter(run, index, new State.Cancelled(stopReason(), now));
    finished(run, index);
  }

  private String stopReason() {
    return stop == null ? "cancelled" : stop.why();
  }

  private State end() {
    if (stop != null && stop.timeout()) {
      Failure failure =
          new Failure(
              "java.util.concurrent.TimeoutException", stop.why(), "", Optional.empty(), true);
      return new State.TimedOut(stop.why(), now, Optional.of(failure));
    }
    List<NodeRun> deciding =
        plan.graph().deciding().stream().map(node -> roots[node.id()]).toList();
    UpstreamCounts counts = UpstreamCounts.NONE;
    List<String> bad = new ArrayList<>();
    for (NodeRun run : deciding) {
      counts = counts.plus(UpstreamCounts.of(run.own()));
      if (run.own().isUnsuccessful()) {
        bad.add(
            run.name()
                + " is "
                + run.own().label()
                + ": "
                + shorten(Snapshots.ofNode(run).message()));
      }
    }
    boolean atFirstFailure = stop != null && settings.stopPolicy().atFirstFailure();
    if (stop != null && !atFirstFailure) {
      return new State.Cancelled(stop.why(), now);
    }
    return switch (atFirstFailure ? StateType.FAILED : Decisions.ofFlow(counts)) {
      case FAILED ->
          new State.Failed(
              bad.isEmpty() ? stopReason() : String.join("; ", bad), now, Optional.empty());
      case CANCELLED -> new State.Cancelled("a task that decides was cancelled", now);
      default -> new State.Success("", now);
    };
  }

  // Approvals.

  /** Lets a paused task run go on. For the owner. */
  public boolean approve(String path, String by) {
    NodeRun run = find(path);
    int index = run == null ? -1 : indexIn(run, path);
    if (run == null || !isPaused(run, index)) {
      return false;
    }
    LOG.atInfo().addKeyValue("run", id()).addKeyValue("task", path).log("approved by {}", by);
    if (index < 0) {
      run.startRuleApplied = true;
      recorder.own(run, new State.Pending("approved by " + by, now));
      expansions.expand(run);
      return true;
    }
    recorder.detail(run, index).approved = true;
    if (run.node.work() instanceof Work.Approval) {
      run.children().setValue(index, null);
      recorder.enter(run, index, new State.Success("approved by " + by, now));
      finished(run, index);
    } else {
      recorder.enter(run, index, new State.Pending("approved by " + by, now));
      dispatcher.ready(run, index);
    }
    return true;
  }

  /** Refuses a paused task run. For the owner. */
  public boolean refuse(String path, String by, String why) {
    NodeRun run = find(path);
    int index = run == null ? -1 : indexIn(run, path);
    if (run == null || !isPaused(run, index)) {
      return false;
    }
    String message = "refused by " + by + (why.isBlank() ? "" : ": " + why);
    if (index < 0) {
      ended(run, new State.Failed(message, now, Optional.empty()));
    } else {
      entrance.fail(run, index, message, Optional.empty());
    }
    return true;
  }

  private static boolean isPaused(NodeRun run, int index) {
    StateType type = index < 0 ? run.own() : run.children().type(index);
    return type == StateType.PAUSED;
  }

  private @Nullable NodeRun find(String path) {
    for (NodeRun root : roots) {
      NodeRun found = find(root, path);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable NodeRun find(NodeRun run, String path) {
    if (!path.startsWith(run.name())) {
      return null;
    }
    NodeRun[] groups = run.groups();
    if (groups != null) {
      for (NodeRun group : groups) {
        NodeRun found = find(group, path);
        if (found != null) {
          return found;
        }
      }
    }
    boolean self = path.equals(run.name());
    return self || run.hasChildren() && indexIn(run, path) >= 0 ? run : null;
  }

  /** The child a path names; -1 for the node itself. */
  private static int indexIn(NodeRun run, String path) {
    if (run.isSingle()) {
      return 0;
    }
    if (run.hasChildren()) {
      for (int i = 0; i < run.width(); i++) {
        if (path.equals(run.path(i))) {
          return i;
        }
      }
    }
    return -1;
  }

  /** The task runs that wait for a person. For the owner. */
  public List<dev.praetor.TaskRun> paused() {
    List<dev.praetor.TaskRun> paused = new ArrayList<>();
    for (NodeRun root : roots) {
      addPaused(root, paused);
    }
    return paused;
  }

  private static void addPaused(NodeRun run, List<dev.praetor.TaskRun> paused) {
    NodeRun[] groups = run.groups();
    if (groups != null) {
      for (NodeRun group : Objects.requireNonNull(groups)) {
        addPaused(group, paused);
      }
    } else if (!run.expanded) {
      if (run.own() == StateType.PAUSED) {
        paused.add(Snapshots.nodeRun(run));
      }
    } else if (run.children().count(StateType.PAUSED) > 0) {
      for (int i = 0; i < run.width(); i++) {
        if (run.children().type(i) == StateType.PAUSED) {
          paused.add(Snapshots.taskRun(run, i));
        }
      }
    }
  }
}
