package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.Signal;
import dev.praetor.Step;
import dev.praetor.TaskRun;
import dev.praetor.engine.CurrentTask;
import dev.praetor.engine.Journal;
import dev.praetor.engine.RunningTask;
import dev.praetor.engine.author.AuthorTexts;
import dev.praetor.engine.author.Retries;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.engine.codec.LargeValue;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.events.Command;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.engine.taskruns.NodeRun;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Calls the code of attempts and turns the returned value, or the exception, into an end.
 * Thread-safe: each attempt is run by a thread of its own.
 */
public final class AttemptRunner {
  /** The listener of a replay, which ignores all events: a replay waits for its own end. */
  private static final Duration PAUSE = Duration.ofMillis(5);

  private static final Attempt.Owner NOBODY =
      new Attempt.Owner() {
        @Override
        public void ended(Attempt attempt) {}

        @Override
        public void missedCache(Attempt attempt, String why) {}

        @Override
        public void labelled(Attempt attempt) {}

        @Override
        public void timedOut(Attempt attempt) {}
      };

  private final RunContext context;
  private final ResultKeeper keeper;

  public AttemptRunner(RunContext context) {
    this.context = context;
    this.keeper = new ResultKeeper(context);
  }

  /**
   * Calls the code of a task run in this thread, with the given arguments and without recording
   * anything.
   */
  public Attempt.End replay(NodeRun run, int child, int number, List<@Nullable Object> arguments) {
    Attempt.Input given = new Attempt.Input.Given(arguments);
    Attempt attempt = new Attempt(this, NOBODY, run, child, number, 1, given);
    execute(attempt);
    return attempt.end();
  }

  /** Returns the context of a hook that is told about a task run. */
  RunningTask contextOf(NodeRun run, int index, TaskRun told) {
    int number = Math.max(1, told.attempts());
    Attempt attempt = new Attempt(this, NOBODY, run, index, number, 1, Attempt.Input.ARGUMENTS);
    attempt.setLabel(told.label());
    return new AttemptContext(context, attempt);
  }

  /**
   * Calls the code of an attempt in this thread and sets its end. Code that has filled the heap
   * leaves too little memory even for its failure, until what it held has been collected.
   */
  void execute(Attempt attempt) {
    try {
      CurrentTask.run(
          new AttemptContext(context, attempt),
          () -> {
            Attempt.End end = endOf(attempt);
            attempt.setEnd(end, context.clock().now());
          });
    } catch (OutOfMemoryError thrown) {
      while (!setEnd(attempt, thrown)) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private boolean setEnd(Attempt attempt, OutOfMemoryError thrown) {
    try {
      Failure failure = judged(attempt, thrown);
      attempt.setEnd(
          new Attempt.End.Failed(failure, thrown.getClass(), false), context.clock().now());
      return true;
    } catch (OutOfMemoryError again) {
      return false;
    }
  }

  private Attempt.End endOf(Attempt attempt) {
    boolean attributed = context.attributesLogs();
    if (attributed) {
      attributeLogs(attempt);
    }
    try {
      return call(attempt);
    } catch (Signal signal) {
      return afterSignal(attempt, signal);
    } catch (Journal.TooLarge e) {
      return tooLarge(attempt, returned(e));
    } catch (Throwable thrown) {
      return new Attempt.End.Failed(judged(attempt, thrown), thrown.getClass(), false);
    } finally {
      if (attributed) {
        MDC.clear();
      }
    }
  }

  private Attempt.End afterSignal(Attempt attempt, Signal signal) {
    try {
      return requested(attempt, signal);
    } catch (Throwable thrown) {
      return new Attempt.End.Failed(judged(attempt, thrown), thrown.getClass(), false);
    }
  }

  private void attributeLogs(Attempt attempt) {
    MDC.put("run", context.idText());
    MDC.put("flow", context.flow());
    MDC.put("task", attempt.run.name());
    if (!attempt.run.isSingle()) {
      MDC.put("index", Integer.toString(attempt.child));
    }
    MDC.put("attempt", Integer.toString(attempt.number()));
  }

  private Attempt.End call(Attempt attempt) throws Exception {
    TaskDefinition task = attempt.task();
    awaitRoom(attempt);
    if (attempt.input() instanceof Attempt.Input.Recovery recovery) {
      Object value = task.policy().recover().orElseThrow().apply(recovery.failure());
      String message = "recovered from " + recovery.failure().summary();
      return value(attempt, value, Optional.of(message));
    }
    @Nullable Object[] arguments = arguments(attempt);
    readLabel(attempt, task, arguments);
    return task.policy().cache().isPresent()
        ? cached(attempt, task, arguments)
        : callBody(attempt, task, arguments);
  }

  private void awaitRoom(Attempt attempt) throws InterruptedException {
    if (context.unwritten().isFull()) {
      attempt.setWaitsForRoom(true);
      try {
        context.unwritten().awaitRoom();
      } finally {
        attempt.setWaitsForRoom(false);
      }
    }
  }

  private ResultKeeper.Kept keep(Attempt attempt, @Nullable Object returned)
      throws NotCarried, Journal.TooLarge, InterruptedException {
    ResultKeeper.Kept kept = keeper.result(attempt.run.node, returned);
    hold(attempt, kept);
    return kept;
  }

  private void hold(Attempt attempt, ResultKeeper.Kept kept) {
    attempt.addReturnedBytes(kept.size());
    context.unwritten().add(kept.size());
  }

  /** Called when the owner of the run has accepted, or discarded, the end of an attempt. */
  void accepted(Attempt attempt) {
    context.unwritten().add(-attempt.returnedBytes());
  }

  private @Nullable Object[] arguments(Attempt attempt) throws Exception {
    return switch (attempt.input()) {
      case Attempt.Input.LoopState state -> new @Nullable Object[] {state(attempt, state)};
      case Attempt.Input.Given given -> given.arguments().toArray();
      case Attempt.Input.Arguments _, Attempt.Input.Recovery _ ->
          context.values().arguments(attempt.run, attempt.child);
    };
  }

  private static @Nullable Object state(Attempt attempt, Attempt.Input.LoopState input)
      throws NotCarried {
    Object state = input.state() instanceof LargeValue large ? large.read() : input.state();
    Optional<ValueCodec> codec = attempt.run.node.states();
    return codec.isPresent() ? codec.get().lend(state) : state;
  }

  private void readLabel(Attempt attempt, TaskDefinition task, @Nullable Object[] arguments) {
    if (task.mapping().label().isEmpty() || attempt.run.isSingle()) {
      return;
    }
    attempt.setLabel(
        AuthorTexts.label(
            task.mapping().label().get(), arguments, attempt.child, context.masker()));
    context.offer(new Command(attempt::publishLabel));
  }

  private Attempt.End callBody(Attempt attempt, TaskDefinition task, @Nullable Object[] arguments)
      throws Exception {
    awaitOwnership();
    Object returned = context.bodyOf(attempt.run.node, task).call(arguments);
    if (!task.loop()) {
      return value(attempt, returned, Optional.empty());
    }
    return switch ((Step<?, ?>) Objects.requireNonNull(returned, "a loop returned no step")) {
      case Step.Next<?, ?> next -> next(attempt, next.state(), Duration.ZERO);
      case Step.NextAfter<?, ?> next -> next(attempt, next.state(), next.delay());
      case Step.Done<?, ?> done -> value(attempt, done.value(), Optional.empty());
    };
  }

  /**
   * Waits until it is certain that no other process has claimed the run. A process may have been
   * stopped between the start of the attempt and this call.
   */
  private void awaitOwnership() throws Exception {
    Journal journal = context.journal();
    while (!journal.owns(context.id())) {
      journal.confirmOwned(context.id()).get();
    }
  }

  private Attempt.End cached(Attempt attempt, TaskDefinition task, @Nullable Object[] arguments)
      throws Exception {
    CacheStore cache = context.cache();
    CacheStore.Request request = context.cacheRequest(attempt.run.node, arguments);
    try (CacheStore.Claim _ = attempt.holds(cache.claim(request))) {
      CacheStore.Lookup lookup = cache.find(request);
      switch (lookup) {
        case CacheStore.Lookup.Hit hit -> {
          ResultKeeper.Kept kept = keep(attempt, hit.value());
          return new Attempt.End.Hit(kept.value(), hit.message(), kept.encoded());
        }
        case CacheStore.Lookup.Miss miss ->
            context.offer(new Command(() -> attempt.missCache(miss.why())));
      }
      Attempt.End made = callBody(attempt, task, arguments);
      if (made instanceof Attempt.End.Value result && !attempt.isAbandoned()) {
        CacheStore.Maker maker = new CacheStore.Maker(attempt.path(), context.masker());
        cache.put(request, result.value(), maker);
      }
      return made;
    }
  }

  /** Returns the end with a value; a failure if the value cannot be kept. */
  private Attempt.End value(Attempt attempt, @Nullable Object value, Optional<String> message)
      throws InterruptedException {
    try {
      ResultKeeper.Kept kept = keep(attempt, value);
      return new Attempt.End.Value(kept.value(), message, kept.encoded());
    } catch (Journal.TooLarge e) {
      return tooLarge(attempt, returned(e));
    } catch (NotCarried e) {
      return notKept(attempt, " returned a value that cannot be kept", e);
    }
  }

  private Attempt.End next(Attempt attempt, @Nullable Object state, Duration delay)
      throws InterruptedException {
    try {
      ResultKeeper.Kept kept = keeper.state(attempt.run.node, state);
      hold(attempt, kept);
      return new Attempt.End.Next(kept, AuthorTexts.shown(state, context.masker()), delay);
    } catch (Journal.TooLarge e) {
      return tooLarge(attempt, passesOn(attempt) + "which is " + e.getMessage());
    } catch (NotCarried e) {
      return notKept(attempt, passesOn(attempt) + "which cannot be kept", e);
    }
  }

  private static String passesOn(Attempt attempt) {
    int iteration = attempt.iteration();
    return ": iteration %d passed a state on to iteration %d, ".formatted(iteration, iteration + 1);
  }

  private Attempt.End notKept(Attempt attempt, String what, NotCarried e) {
    String message =
        attempt.path()
            + what
            + ": "
            + e.getMessage()
            + ". Return a record, a text, a number or a list of these, or give the task a format"
            + " with .keptAs(…), or write .notKept()";
    return new Attempt.End.Failed(
        new Failure(
            NotCarried.class.getName(),
            context.masker().mask(message),
            "",
            Optional.empty(),
            false),
        NotCarried.class,
        true);
  }

  private static String returned(Journal.TooLarge e) {
    return " returned " + e.getMessage();
  }

  private static Attempt.End tooLarge(Attempt attempt, String what) {
    return new Attempt.End.Failed(
        new Failure(
            Journal.TooLarge.class.getName(), attempt.path() + what, "", Optional.empty(), false),
        Journal.TooLarge.class,
        false);
  }

  /** Returns the end that the code requested by a signal. */
  private Attempt.End requested(Attempt attempt, Signal signal) throws InterruptedException {
    String text = context.masker().mask(signal.text());
    return switch (signal.request()) {
      case Signal.Request.Skip _ -> new Attempt.End.Skip(text);
      case Signal.Request.Succeed succeed -> value(attempt, succeed.value(), Optional.empty());
      case Signal.Request.Fail fail -> {
        yield fail.permanent()
            ? new Attempt.End.Failed(
                context.masker().failure(signal).permanently(), Signal.class, true)
            : new Attempt.End.Failed(judged(attempt, signal), Signal.class, false);
      }
      case Signal.Request.RetryAfter request ->
          new Attempt.End.Retry(context.masker().failure(signal), request);
      case Signal.Request.RetryAt request ->
          new Attempt.End.Retry(context.masker().failure(signal), request);
    };
  }

  /** Returns what was thrown as a failure that says whether its task's policy retries it. */
  private Failure judged(Attempt attempt, Throwable thrown) {
    return Retries.judge(attempt.task().policy().retry(), thrown, context.masker());
  }
}
