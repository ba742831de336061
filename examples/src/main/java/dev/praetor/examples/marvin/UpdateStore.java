package dev.praetor.examples.marvin;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** The store of updates and team members. */
public interface UpdateStore {
  /** Returns the updates given for a standup, by name. */
  Map<String, String> updates(LocalDate standup) throws IOException;

  /** Returns the members of an office. */
  List<Member> team(String office) throws IOException;
}
