package dev.praetor.store.write;

import dev.praetor.store.db.StorableText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The slots that a transaction takes and frees. A ticket gets its slots when, for each of its tags,
 * fewer slots are held and fewer tickets wait before it than the limit: so the ticket that waits
 * longest is never passed over, and the slots that it waits for are left free for it. Used only by
 * the writer's thread.
 */
final class SlotChanges {
  private final SlotTable table;
  private final SlotBook book;
  private final boolean again;
  private final List<SlotTicket> claimed = new ArrayList<>();
  private final List<SlotTicket> kept = new ArrayList<>();
  private final Set<SlotTicket> asked = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<SlotTicket> freed = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean all;
  private boolean restored;

  /**
   * Creates the changes of a transaction.
   *
   * @param again true if the transaction was tried before, and may have been committed
   */
  SlotChanges(WriteSession session, SlotBook book, boolean again) {
    this.table = new SlotTable(session);
    this.book = book;
    this.again = again;
  }

  void claim(SlotTicket ticket) {
    claimed.add(ticket);
  }

  /** Takes up a ticket that an earlier server of its process may have recorded. */
  void takeUp(SlotTicket ticket, boolean held) {
    if (held) {
      kept.add(ticket);
    } else {
      claimed.add(ticket);
      asked.add(ticket);
    }
  }

  void free(Collection<SlotTicket> tickets) {
    freed.addAll(tickets);
  }

  /**
   * Adds the tickets that wait, since slots may have been freed elsewhere.
   *
   * @param restore true if rows of this process may have been deleted
   */
  void grant(boolean restore) {
    all = true;
    restored |= restore;
  }

  /** Writes the changes, and returns the actions that give the answers. */
  List<Runnable> write() throws SQLException {
    if (claimed.isEmpty() && kept.isEmpty() && freed.isEmpty() && !all) {
      return List.of();
    }
    List<SlotTicket> fresh = claimed.stream().filter(ticket -> !freed.contains(ticket)).toList();
    List<SlotTicket> older = concerned();
    kept.removeAll(freed);
    SortedSet<String> tags = new TreeSet<>();
    fresh.forEach(ticket -> tags.addAll(wanted(ticket)));
    kept.forEach(ticket -> tags.addAll(wanted(ticket)));
    Stream.of(older, freed, restored ? book.held() : List.<SlotTicket>of())
        .flatMap(Collection::stream)
        .forEach(ticket -> tags.addAll(ticket.tags()));
    Map<String, Integer> limits = table.lock(tags);
    table.delete(freed);
    if (restored) {
      table.add(book.held().stream().filter(ticket -> !freed.contains(ticket)).toList(), true);
      table.add(older, false);
    }
    limit(kept, limits);
    table.add(kept, true);
    table.setHeld(kept, true);
    limit(fresh, limits);
    table.add(fresh, false);
    // Its attempt was not told that it has the slots, so it takes its turn again.
    table.setHeld(fresh.stream().filter(asked::contains).toList(), false);
    List<SlotTicket> open = new ArrayList<>(older);
    open.addAll(fresh);
    if (again) {
      table.setHeld(open, false);
    }
    Map<String, Set<Long>> first = first(open, limits);
    List<SlotTicket> granted = open.stream().filter(ticket -> isFirst(ticket, first)).toList();
    table.setHeld(granted, true);
    return answers(fresh, granted, limits, first);
  }

  private static void limit(List<SlotTicket> tickets, Map<String, Integer> limits) {
    tickets.forEach(
        ticket -> ticket.setTags(wanted(ticket).stream().filter(limits::containsKey).toList()));
  }

  private static SortedSet<String> wanted(SlotTicket ticket) {
    return ticket.request().tags().stream()
        .map(StorableText::plain)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the tickets that wait and may get their slots in this transaction. */
  private List<SlotTicket> concerned() {
    Set<String> touched = new HashSet<>();
    freed.forEach(ticket -> touched.addAll(ticket.tags()));
    return !all && touched.isEmpty()
        ? List.of()
        : book.waiting().stream()
            .filter(ticket -> !freed.contains(ticket))
            .filter(ticket -> all || ticket.tags().stream().anyMatch(touched::contains))
            .toList();
  }

  /** Returns, for each limited tag, the tickets of this process for which there is a slot. */
  private Map<String, Set<Long>> first(List<SlotTicket> open, Map<String, Integer> limits)
      throws SQLException {
    Map<String, Set<Long>> first = new TreeMap<>();
    for (SlotTicket ticket : open) {
      for (String tag : ticket.tags()) {
        Integer limit = limits.get(tag);
        if (limit != null && !first.containsKey(tag)) {
          first.put(tag, table.first(tag, limit - table.held(tag)));
        }
      }
    }
    return first;
  }

  private static boolean isFirst(SlotTicket ticket, Map<String, Set<Long>> first) {
    return ticket.tags().stream()
        .map(first::get)
        .filter(Objects::nonNull) // A tag whose limit was deleted.
        .allMatch(numbers -> numbers.contains(ticket.number()));
  }

  private List<Runnable> answers(
      List<SlotTicket> fresh,
      List<SlotTicket> granted,
      Map<String, Integer> limits,
      Map<String, Set<Long>> first)
      throws SQLException {
    List<Runnable> answers = new ArrayList<>();
    freed.forEach(ticket -> answers.add(() -> book.freed(ticket)));
    kept.forEach(ticket -> answers.add(() -> book.keeps(ticket)));
    granted.forEach(ticket -> answers.add(() -> book.granted(ticket)));
    Set<SlotTicket> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    taken.addAll(granted);
    List<SlotTicket> waiting = fresh.stream().filter(ticket -> !taken.contains(ticket)).toList();
    Map<String, Integer> positions = new HashMap<>();
    for (SlotTicket ticket : waiting) {
      for (String tag : ticket.tags()) {
        if (!positions.containsKey(tag)) {
          long later = waiting.stream().filter(other -> other.tags().contains(tag)).count();
          positions.put(tag, table.waiting(tag) - (int) later);
        }
      }
    }
    for (SlotTicket ticket : waiting) {
      int position = 1;
      for (String tag : ticket.tags()) {
        position = Math.max(position, positions.merge(tag, 1, Integer::sum));
      }
      String full = full(ticket, limits, first);
      int last = position;
      answers.add(() -> book.waits(ticket, full, last));
    }
    return answers;
  }

  private static String full(
      SlotTicket ticket, Map<String, Integer> limits, Map<String, Set<Long>> first) {
    return ticket.tags().stream()
        .filter(tag -> !first.getOrDefault(tag, Set.of()).contains(ticket.number()))
        .map(tag -> "'" + tag + "' (" + limits.get(tag) + ")")
        .collect(Collectors.joining(", "));
  }
}
