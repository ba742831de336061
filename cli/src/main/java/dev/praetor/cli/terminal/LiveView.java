package dev.praetor.cli.terminal;

import dev.praetor.Flow;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.TaskRun;
import dev.praetor.cli.text.Columns;
import dev.praetor.cli.text.NodeLine;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.store.history.ShortText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows a run on a terminal with one line for each node, redrawn ten times a second. */
final class LiveView implements RunView {
  private static final long REDRAW_MILLIS = 100;
  private final Screen screen;
  private final InstantSource clock;
  private final Terminals.Size size;
  private final int nameColumn;
  private final Map<String, Line> lines = new LinkedHashMap<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread painter;
  private volatile boolean paused;
  private volatile String waits = "";

  /** The state of one node and its children. */
  private static final class Line {
    private final Map<StateType, Integer> children = new EnumMap<>(StateType.class);
    private final Map<Integer, StateType> types = new LinkedHashMap<>();
    private @Nullable State state;
    private @Nullable Instant began;
    private String progress = "";
    private int width = -1;

    void child(int index, StateType type) {
      StateType before = types.put(index, type);
      if (before != null) {
        children.merge(before, -1, Integer::sum);
      }
      children.merge(type, 1, Integer::sum);
    }
  }

  LiveView(Flow<?> flow, Screen screen, Terminals.Size size, InstantSource clock) {
    this.screen = screen;
    this.size = size;
    this.clock = clock;
    for (GraphNode node : flow.definition().graph().nodes()) {
      lines.put(node.name(), new Line());
    }
    nameColumn = NodeLine.nameColumn(lines.keySet());
    painter = Thread.ofPlatform().daemon().name("view").start(this::paint);
  }

  @Override
  public synchronized void taskRun(String node, int index, State state, Supplier<TaskRun> run) {
    Line line = lines.get(node);
    if (line == null) {
      return;
    }
    if (line.began == null && state instanceof State.Active) {
      line.began = state.time();
    }
    if (index < 0) {
      line.state = state;
    } else {
      line.child(index, state.type());
      if (line.began == null) {
        line.began = state.time();
      }
    }
  }

  @Override
  public synchronized void expanded(String node, int width) {
    Line line = lines.get(node);
    if (line != null) {
      line.width = width;
    }
  }

  @Override
  public synchronized void progress(String taskRun, double part, String message) {
    String node = TaskPath.parse(taskRun).node();
    Line line = lines.get(node);
    if (line != null) {
      String indexes = taskRun.substring(node.length());
      String of = indexes.isEmpty() ? "" : indexes + " ";
      line.progress = of + Math.round(100 * part) + " %" + (message.isEmpty() ? "" : " " + message);
    }
  }

  private void paint() {
    try {
      while (!end.await(REDRAW_MILLIS, TimeUnit.MILLISECONDS)) {
        if (!paused) {
          screen.show(text());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<String> text() {
    List<String> text = new ArrayList<>();
    Instant now = clock.instant();
    lines.forEach((name, line) -> text.add(text(name, line, now)));
    List<String> fitting = size.fitting(text);
    if (waits.isEmpty()) {
      return fitting;
    }
    List<String> all = new ArrayList<>(fitting);
    all.add(Columns.cut("waits: " + waits, size.columns() - 1));
    return all;
  }

  private String text(String name, Line line, Instant now) {
    State state = line.state;
    StateType type = state == null ? StateType.PENDING : state.type();
    String took = "";
    if (line.began != null) {
      Instant until = state != null && state.isFinished() ? state.time() : now;
      took = TimeFormat.elapsed(Duration.between(line.began, until));
    }
    String said = line.width >= 0 ? line.width + " children:" : type.label();
    boolean ended = state != null && state.isFinished();
    String own = state == null ? "" : ShortText.firstLine(state.message());
    String message = own.isEmpty() && !ended ? line.progress : own;
    return new NodeLine(type, name, said, line.children, took, message)
        .text(nameColumn, size.columns());
  }

  @Override
  public void say(String line) {
    screen.println(line);
  }

  @Override
  public void waits(String why) {
    waits = why;
  }

  @Override
  public void pause() {
    paused = true;
    screen.leave();
  }

  @Override
  public void resume() {
    paused = false;
  }

  @Override
  public void close() {
    if (end.getCount() == 0) {
      return;
    }
    end.countDown();
    try {
      painter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    screen.show(text());
    screen.leave();
  }
}
