package dev.praetor.cli.runs;

import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.cli.terminal.Screen;
import dev.praetor.cli.terminal.Terminals;
import dev.praetor.cli.text.NodeLine;
import dev.praetor.cli.text.RunPrinter;
import dev.praetor.store.model.StoredRun;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows the changes of a run that another process executes, until it has ended. */
public final class FollowedRun {
  private static final Duration EVER = Duration.ofDays(365);
  private final RecordedRuns store;
  private final InstantSource clock;

  public FollowedRun(RecordedRuns store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Waits until a run has ended or is lost, or Ctrl-C comes, and returns it as it is then.
   *
   * @param shows true to show the changes meanwhile
   */
  public StoredRun await(StoredRun found, boolean shows) throws InterruptedException {
    Following following = new Following(store, clock);
    try (Polling polling = new Polling()) {
      polling.until(
          EVER,
          () -> {
            StoredRun now = store.find(found.id()).orElse(found);
            boolean ended = now.state().isFinished() || now.isLost();
            if (!ended && shows) {
              following.show(now);
            }
            return ended;
          });
    }
    following.leave();
    return store.find(found.id()).orElse(found);
  }

  /** Shows a picture on a terminal, and a line for each change elsewhere. */
  private static final class Following {
    private final RecordedRuns store;
    private final InstantSource clock;
    private final Optional<Terminals.Size> size = Terminals.size();
    private final List<String> seen = new ArrayList<>();

    Following(RecordedRuns store, InstantSource clock) {
      this.store = store;
      this.clock = clock;
    }

    void show(StoredRun now) {
      Optional<Terminals.Size> shown = size;
      int width = shown.map(Terminals.Size::columns).orElse(NodeLine.UNLIMITED);
      List<String> lines = new RunPrinter(store, now, false).nodes(clock.instant(), width);
      if (shown.isPresent()) {
        Screen.STANDARD.show(shown.get().fitting(lines));
        return;
      }
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i).replaceAll("\\s+\\d+(\\.\\d+)? (ms|s|min.*? s)", "");
        if (i >= seen.size() || !seen.get(i).equals(line)) {
          Screen.STANDARD.println(line);
        }
        if (i < seen.size()) {
          seen.set(i, line);
        } else {
          seen.add(line);
        }
      }
    }

    void leave() {
      if (size.isPresent()) {
        Screen.STANDARD.leave();
      }
    }
  }
}
