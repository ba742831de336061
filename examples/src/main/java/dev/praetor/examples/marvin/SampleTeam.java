package dev.praetor.examples.marvin;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/**
 * A team and its updates, read from JSON.
 *
 * @param members the members of the team
 * @param updates the updates given, by name
 * @param unreachable the number of attempts that fail before a message is delivered, by handle; if
 *     negative, all attempts fail
 */
public record SampleTeam(
    List<Member> members, Map<String, String> updates, Map<String, Integer> unreachable)
    implements UpdateStore {
  public SampleTeam {
    members = List.copyOf(members);
    updates = Map.copyOf(updates);
    unreachable = Map.copyOf(unreachable);
  }

  /** Reads the team of eight that comes with the example. */
  public static SampleTeam read() {
    try (InputStream json = SampleTeam.class.getResourceAsStream("team.json")) {
      return JsonMapper.shared().readValue(Objects.requireNonNull(json), SampleTeam.class);
    } catch (IOException e) {
      throw new IllegalStateException("the sample team cannot be read", e);
    }
  }

  @Override
  public Map<String, String> updates(LocalDate standup) {
    return updates;
  }

  @Override
  public List<Member> team(String office) {
    return members.stream().filter(member -> member.office().equals(office)).toList();
  }
}
