package dev.praetor.cli.text;

import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.store.model.StoredRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The table of recorded runs. On a narrow terminal each run has two lines, the name below. */
public final class RunTable {
  private static final int NARROW = 60;
  private static final int MIDDLE = 110;
  private static final int STATE = 15;
  private static final int LONGEST_NAME = 60;
  private static final int LONGEST_MESSAGE = 100;
  private final List<StoredRun> runs;
  private final Instant now;
  private final int width;

  /** The width of the column of projects; 0 if all runs are of one project. */
  private final int projects;

  private RunTable(List<StoredRun> runs, Instant now, int width) {
    this.runs = runs;
    this.now = now;
    this.width = width;
    List<String> names = runs.stream().map(RunTable::project).distinct().toList();
    this.projects =
        names.size() < 2 ? 0 : Math.max(7, names.stream().mapToInt(Columns::of).max().orElse(0));
  }

  private static String project(StoredRun run) {
    return FlowKey.of(run.flow()).project();
  }

  /** Returns the column of a project, if there are several. */
  private String column(String project) {
    return projects == 0 ? "" : Columns.pad(project, projects) + "  ";
  }

  /** Returns the lines of the table, which have fewer than {@code width} columns. */
  public static List<String> lines(List<StoredRun> runs, Instant now, int width) {
    RunTable table = new RunTable(runs, now, width);
    return width < NARROW ? table.pairs() : table.rows();
  }

  private static String name(StoredRun run) {
    return (run.parent().isPresent() ? "└ " : "") + PrintableText.line(run.name());
  }

  private static String state(StoredRun run) {
    String text = RunLabels.icon(run) + " " + RunLabels.state(run);
    return RunLabels.style(run).of(text);
  }

  private List<String> pairs() {
    List<String> lines = new ArrayList<>();
    for (StoredRun run : runs) {
      String first = RunLabels.brief(run.id()) + " " + state(run) + " " + RunLabels.took(run, now);
      lines.add(Columns.cut(first.stripTrailing(), width - 1));
      String second = projects == 0 ? name(run) : project(run) + "  " + name(run);
      lines.add("  " + Columns.cutInside(second, width - 3));
    }
    return lines;
  }

  private List<String> rows() {
    List<String> lines = new ArrayList<>();
    int widest =
        runs.stream()
            .mapToInt(run -> Columns.of(name(run)))
            .map(n -> Math.max(n, 4))
            .max()
            .orElse(4);
    boolean date = width >= MIDDLE;
    int fixed = 18 + 2 + 2 + STATE + 2 + (date ? 19 : 8) + 2 + 9;
    int left = width - 1 - fixed - (projects == 0 ? 0 : projects + 2);
    int column = Math.max(4, Math.min(Math.min(widest, LONGEST_NAME), left));
    lines.add(
        row(
            "RUN",
            column("PROJECT") + Columns.pad("NAME", column),
            "STATE",
            date ? "STARTED" : "AT",
            "TOOK",
            ""));
    for (StoredRun run : runs) {
      Instant started = run.times().started().orElse(run.times().created());
      lines.add(
          row(
              RunLabels.brief(run.id()),
              column(project(run)) + Columns.pad(Columns.cutInside(name(run), column), column),
              state(run),
              date ? TimeFormat.local(started) : TimeFormat.exact(started).substring(0, 8),
              RunLabels.took(run, now),
              Columns.cut(PrintableText.line(RunLabels.message(run)), LONGEST_MESSAGE)));
    }
    return lines;
  }

  private String row(
      String id, String name, String state, String started, String took, String message) {
    String line =
        Columns.pad(id, 18)
            + "  "
            + name
            + "  "
            + Columns.pad(state, STATE)
            + "  "
            + Columns.pad(started, width >= MIDDLE ? 19 : 8)
            + "  "
            + Columns.padLeft(took, 9)
            + "  "
            + message;
    return Columns.cut(line.stripTrailing(), width - 1);
  }
}
