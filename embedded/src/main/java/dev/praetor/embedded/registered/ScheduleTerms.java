package dev.praetor.embedded.registered;

import dev.praetor.ErrorCode;
import dev.praetor.Schedule;
import dev.praetor.schedule.InvalidSchedule;
import dev.praetor.schedule.ScheduleJson;
import dev.praetor.store.model.StoreFailed;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The terms of a schedule, as a person gives them. Immutable.
 *
 * @param clock the members of its clock, as {@link ScheduleJson} names them
 * @param removed the names of the members that a changed clock no longer has
 * @param catchUp the rule for missed occurrences: none, latest, all, or the length of the window
 *     within which they are made up
 * @param overlap the rule for overlapping runs: allow, skip, queue or cancel_old
 */
public record ScheduleTerms(
    Map<String, Object> clock,
    Set<String> removed,
    Optional<String> catchUp,
    Optional<String> overlap) {
  private static final Set<String> KINDS = Set.of("cron", "every", "dates", "rrule");
  private static final String CLOCKS = "clocks";

  public ScheduleTerms {
    clock = Collections.unmodifiableMap(new LinkedHashMap<>(clock));
    removed = Set.copyOf(removed);
  }

  /**
   * Returns the schedule.
   *
   * @throws InvalidSchedule if the terms are not those of a schedule
   */
  public Schedule schedule() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(CLOCKS, List.of(clock));
    return ScheduleJson.fromTree(withRules(tree));
  }

  /**
   * Returns a schedule with these terms in place of its own; terms that are not given stay.
   *
   * @throws InvalidSchedule if the result is no schedule
   * @throws StoreFailed if the clock is to be changed, and the schedule has several
   */
  public Schedule change(Schedule before) {
    Map<String, Object> tree = new LinkedHashMap<>(ScheduleJson.toTree(before));
    if (!clock.isEmpty() || !removed.isEmpty()) {
      tree.put(CLOCKS, List.of(changed(before, (List<?>) tree.get(CLOCKS))));
    }
    return ScheduleJson.fromTree(withRules(tree));
  }

  private Map<String, Object> changed(Schedule before, @Nullable List<?> clocks) {
    if (clocks == null || clocks.size() != 1 || !(clocks.getFirst() instanceof Map<?, ?> only)) {
      throw new StoreFailed(
          ErrorCode.BAD_REQUEST,
          "schedule",
          "the schedule has %,d clocks, and the change is for one"
              .formatted(before.clocks().size()),
          "delete it, and add a schedule for each clock");
    }
    Map<String, Object> changed = new LinkedHashMap<>();
    only.forEach((name, value) -> changed.put(String.valueOf(name), Objects.requireNonNull(value)));
    if (clock.keySet().stream().anyMatch(KINDS::contains)) {
      changed.keySet().removeAll(KINDS);
    }
    changed.keySet().removeAll(removed);
    changed.putAll(clock);
    return changed;
  }

  private Map<String, Object> withRules(Map<String, Object> tree) {
    catchUp.ifPresent(rule ->
        tree.put(
            "catchUp",
            List.of("none", "latest", "all").contains(rule) ? rule : Map.of("within", rule)));
    overlap.ifPresent(rule -> tree.put("overlap", rule));
    return tree;
  }
}
