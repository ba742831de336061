package dev.praetor.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.store.blob.Blob;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Values that are sent in pieces to a server that is started again meanwhile. */
class RemoteValuesTest {
  private final List<String> offsets = new CopyOnWriteArrayList<>();
  private boolean forgets = true;

  /** Answers as a server that has forgotten the first piece when the second one comes. */
  private ScriptedServer.Answer answer(URI request) {
    if (!request.getPath().contains("/values/")) {
      return ScriptedServer.Answer.EMPTY;
    }
    String offset = request.getQuery().replaceAll(".*offset=(\\d+).*", "$1");
    offsets.add(offset);
    if (forgets && !offset.equals("0")) {
      forgets = false;
      return new ScriptedServer.Answer(409, "{\"error\": {\"message\": \"begin it anew\"}}");
    }
    return ScriptedServer.Answer.EMPTY;
  }

  @Test
  void a_value_whose_first_pieces_are_lost_is_sent_anew_and_refuses_no_events() throws Exception {
    try (ScriptedServer server = new ScriptedServer(this::answer)) {
      RemoteValues values = new RemoteValues(server.session());
      Blob value = new Blob("x".repeat(2_500_000).getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> values.send(List.of(value)))
          .isInstanceOf(ServerAway.class)
          .hasMessage("begin it anew");
      values.send(List.of(value));
      assertThat(offsets).containsExactly("0", "1048576", "0", "1048576", "2097152");
      values.send(List.of(value));
      assertThat(offsets).as("it is sent once").hasSize(5);
    }
  }
}
