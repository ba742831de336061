package dev.praetor.examples.marvin;

import dev.praetor.Secret;
import dev.praetor.Signal;
import dev.praetor.TaskContext;
import dev.praetor.TaskRun;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tasks of the standup bot, as ordinary methods. */
public final class Marvin {
  private final Chat chat;
  private final UpdateStore store;

  public Marvin(Chat chat, UpdateStore store) {
    this.chat = chat;
    this.store = store;
  }

  /** Returns the date of the run's standup: its scheduled date, or the next working day. */
  public LocalDate standupDate() {
    return workingDay(LocalDate.ofInstant(TaskContext.current().scheduledTime(), ZoneOffset.UTC));
  }

  static LocalDate workingDay(LocalDate date) {
    LocalDate day = date;
    while (day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY) {
      day = day.plusDays(1);
    }
    return day;
  }

  public Map<String, String> latestUpdates(LocalDate standup) throws IOException {
    return store.updates(standup);
  }

  public List<Member> team(String office) throws IOException {
    return store.team(office);
  }

  /** Returns the member, or skips a member who has already provided an update. */
  public Member isReminderNeeded(Member member, Map<String, String> updates) {
    if (updates.containsKey(member.name())) {
      throw Signal.skip(member.name() + " has already provided an update");
    }
    return member;
  }

  /** Reminds a member and returns the name. */
  public String sendReminder(Member member) throws IOException {
    chat.send(
        Secret.named("MARVIN_TOKEN").get(),
        member.handle(),
        "Hi " + member.name() + ", what are you working on today? Tell me with /standup.");
    return member.name();
  }

  /** Returns the names of the reminded members. */
  public String report(List<String> reminded) {
    return reminded.isEmpty() ? "nobody" : String.join(", ", reminded);
  }

  /** Posts all updates and returns their number. */
  public int postStandup(Map<String, String> updates, String channel) throws IOException {
    String lines =
        new TreeMap<>(updates)
            .entrySet().stream()
                .map(update -> "• " + update.getKey() + ": " + update.getValue())
                .collect(Collectors.joining("\n"));
    chat.post(
        Secret.named("MARVIN_TOKEN").get(),
        channel,
        "Standup\n" + (lines.isEmpty() ? "No updates today." : lines));
    return updates.size();
  }

  /** Notifies the operators of a reminder that could not be sent. */
  public void tellOperators(TaskRun run) throws IOException {
    chat.post(
        "", "#operators", run.path() + " (" + run.label() + ") failed: " + run.state().message());
  }
}
