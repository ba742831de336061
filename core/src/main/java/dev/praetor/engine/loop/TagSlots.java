package dev.praetor.engine.loop;

import dev.praetor.PraetorException;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.engine.AttemptSlots;
import dev.praetor.engine.events.Command;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.ReadyLanes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The slots of limited tags that this run holds, and its task runs that have requested theirs. A
 * child of a map that requests slots counts among the children that the map runs concurrently, so
 * that no more of them get slots than may run. For the owner of the run.
 */
final class TagSlots {
  private final AttemptSlots slots;
  private final RunContext context;
  private final Recorder recorder;
  private final JournalBuffer buffer;
  private final ReadyLanes lanes;
  private final TurnClock clock;
  private final Map<Key, Place> places = new HashMap<>();
  private final Map<Key, AttemptSlots.Ticket> held = new HashMap<>();
  private final Deque<Place> granted = new ArrayDeque<>();
  private int unanswered;

  private record Key(NodeRun run, int index) {}

  TagSlots(
      RunContext context,
      Recorder recorder,
      JournalBuffer buffer,
      ReadyLanes lanes,
      TurnClock clock) {
    this.slots = context.settings().slots();
    this.context = context;
    this.recorder = recorder;
    this.buffer = buffer;
    this.lanes = lanes;
    this.clock = clock;
  }

  /** The request of a task run that has not started yet. Receives the answers. */
  private final class Place implements AttemptSlots.Answers {
    private final Key key;
    private AttemptSlots.@Nullable Ticket ticket;
    private boolean isAnswered;
    private boolean isGranted;

    Place(Key key) {
      this.key = key;
    }

    AttemptSlots.Ticket ticket() {
      return Objects.requireNonNull(ticket, "the request has not been made");
    }

    @Override
    public void granted() {
      context.offer(new Command(() -> take(this)));
    }

    @Override
    public void waits(String full, int position) {
      context.offer(new Command(() -> queue(this, full, position)));
    }

    @Override
    public void failed(PraetorException why) {
      context.offer(
          new Command(() -> {
            throw why;
          }));
    }
  }

  /**
   * Takes the slots that a task run needs, or requests them; returns whether it holds them. When
   * its request is granted, the task run is returned by {@link #nextGranted}.
   */
  boolean take(NodeRun run, int index) {
    if (places.isEmpty() && !slots.concern(run.tags)) {
      return true;
    }
    Key key = new Key(run, index);
    Place before = places.get(key);
    if (before != null) {
      return before.isGranted && hold(before);
    }
    if (!slots.concern(run.tags)) {
      return true;
    }
    Place place = new Place(key);
    place.ticket =
        slots.claim(
            new AttemptSlots.Request(context.id(), run.name(), run.publicIndex(index), run.tags),
            place);
    if (place.ticket().isHeld()) {
      held.put(key, place.ticket());
      return true;
    }
    places.put(key, place);
    unanswered++;
    run.queue.started();
    return false;
  }

  /** Starts to hold the slots of a granted request. */
  private boolean hold(Place place) {
    remove(place);
    held.put(place.key, place.ticket());
    return true;
  }

  private void remove(Place place) {
    places.remove(place.key);
    granted.remove(place);
    answered(place);
    place.key.run().queue.ended();
  }

  private void answered(Place place) {
    if (!place.isAnswered) {
      place.isAnswered = true;
      unanswered--;
    }
  }

  private void take(Place place) {
    if (places.get(place.key) == place) {
      answered(place);
      place.isGranted = true;
      granted.add(place);
    }
  }

  /** Records once, when a task run enters the queue, that it is queued. */
  private void queue(Place place, String full, int position) {
    if (places.get(place.key) != place || place.isGranted) {
      return;
    }
    answered(place);
    StateType type = place.key.run().children().type(place.key.index());
    if (type == StateType.PENDING || type == StateType.RETRYING) {
      String message = "waits for a slot of tag " + full;
      State queued = new State.Queued(message, clock.now(), position);
      recorder.enter(place.key.run(), place.key.index(), queued);
    }
  }

  /** Returns the number of requests that may soon be attempts: unanswered and granted ones. */
  int pending() {
    return unanswered + granted.size();
  }

  boolean isAnswered() {
    return unanswered == 0;
  }

  boolean hasGranted() {
    return !granted.isEmpty();
  }

  /**
   * Passes the task run whose request was granted first to a start, which takes its slots; if it
   * does not, the slots are given back.
   */
  void nextGranted(StartGate.Start start) {
    Place place = granted.remove();
    start.start(place.key.run(), place.key.index());
    if (places.get(place.key) == place) {
      withdraw(place);
    }
  }

  /** Gives back granted slots that no attempt takes while the run is paused. */
  void giveBack() {
    while (!granted.isEmpty()) {
      Place place = granted.remove();
      withdraw(place);
      lanes.ready(place.key.run(), place.key.index());
    }
  }

  /** Frees the slots of an attempt that has ended or was abandoned. */
  void free(NodeRun run, int index) {
    if (!held.isEmpty()) {
      AttemptSlots.Ticket ticket = held.remove(new Key(run, index));
      if (ticket != null) {
        ticket.ended();
        buffer.whenDurable(() -> {}); // The next batch frees the slots, so there must be one.
      }
    }
  }

  /** Withdraws the request of a task run that does not start an attempt any more. */
  void withdraw(NodeRun run, int index) {
    if (!places.isEmpty()) {
      Place place = places.get(new Key(run, index));
      if (place != null) {
        withdraw(place);
      }
    }
  }

  private void withdraw(Place place) {
    remove(place);
    place.ticket().withdraw();
    if (place.key.run().queue.isLimited()) {
      lanes.relist(place.key.run());
    }
  }

  /** Gives up everything, because the run is left. */
  void leave() {
    List.copyOf(places.values()).forEach(place -> place.ticket().withdraw());
    places.clear();
    granted.clear();
    held.values().forEach(AttemptSlots.Ticket::withdraw);
    held.clear();
  }
}
