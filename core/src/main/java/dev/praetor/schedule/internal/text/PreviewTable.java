package dev.praetor.schedule.internal.text;

import dev.praetor.Occurrence;
import dev.praetor.schedule.SchedulePreview;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The table of a preview as plain text. */
public final class PreviewTable {
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm:ss", Locale.ENGLISH);
  private static final List<String> HEADING =
      List.of("local time", "UTC", "offset", "zone", "parameters");

  private PreviewTable() {}

  public static String of(SchedulePreview preview) {
    boolean onlyMinutes = preview.rows().stream().noneMatch(PreviewTable::hasSeconds);
    DateTimeFormatter local = onlyMinutes ? MINUTES : SECONDS;
    List<List<String>> cells = new ArrayList<>();
    cells.add(HEADING);
    for (SchedulePreview.Row row : preview.rows()) {
      cells.add(
          switch (row) {
            case SchedulePreview.Due due -> due(due, local);
            case SchedulePreview.ClockChange change -> List.of("* " + change.sentence());
          });
    }
    return lines(cells);
  }

  private static boolean hasSeconds(SchedulePreview.Row row) {
    return row instanceof SchedulePreview.Due && Math.floorMod(row.at().getEpochSecond(), 60L) != 0;
  }

  private static List<String> due(SchedulePreview.Due due, DateTimeFormatter local) {
    Occurrence occurrence = due.occurrence();
    return List.of(
        local.format(occurrence.local()),
        LocalDateTime.ofInstant(occurrence.at(), ZoneOffset.UTC) + "Z",
        due.offset().equals(ZoneOffset.UTC) ? "+00:00" : due.offset().toString(),
        occurrence.zone().toString(),
        parameters(occurrence.parameters()));
  }

  private static String parameters(Map<String, Object> parameters) {
    return parameters.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String lines(List<List<String>> cells) {
    int[] widths = new int[HEADING.size()];
    for (List<String> row : cells) {
      for (int i = 0; i < row.size() && row.size() > 1; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder table = new StringBuilder();
    for (List<String> row : cells) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i));
        if (i < row.size() - 1) {
          line.repeat(' ', widths[i] - row.get(i).length() + 2);
        }
      }
      table.append(line.toString().stripTrailing()).append('\n');
    }
    return table.toString();
  }
}
