package dev.praetor.examples.marvin;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Where updates and the team are kept. */
public interface UpdateStore {
  /** The updates given for a standup, by name. */
  Map<String, String> updates(LocalDate standup) throws IOException;

  /** The members of an office. */
  List<Member> team(String office) throws IOException;
}
