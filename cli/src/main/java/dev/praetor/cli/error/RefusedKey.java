package dev.praetor.cli.error;

import dev.praetor.client.ServerRefused;
import java.util.Optional;

/**
 * Tells a person at a shell why a server refuses a key. The server tells programs: it names the
 * request, and the header with the key, of which a person has typed neither.
 */
public final class RefusedKey {
  private RefusedKey() {}

  /** Returns the message of a server in the words of the commands. */
  public static String explain(ServerRefused refused) {
    String message = String.valueOf(refused.getMessage());
    return switch (refused.serverCode()) {
      case "UNAUTHENTICATED" ->
          problem(refused)
              + "; the key of a command comes from --key-file FILE, PRAETOR_API_KEY or a profile (see"
              + " praetor profile list)";
      case "FORBIDDEN" -> inWords(message, refused).orElse(message);
      default -> message;
    };
  }

  /** Returns what is wrong with the key, without the advice that is for programs. */
  public static String problem(ServerRefused refused) {
    return String.valueOf(refused.getMessage()).replaceFirst("; send [^;]*Authorization: .*", "");
  }

  /** Returns the message with the words for the request in the place of its name. */
  private static Optional<String> inWords(String message, ServerRefused refused) {
    return refused.details().stream()
        .flatMap(detail -> Optional.ofNullable(detail.get("request")).stream())
        .map(Object::toString)
        .filter(request -> message.startsWith(name(request) + " "))
        .flatMap(request ->
            RequestWords.of(request).stream()
                .map(words -> words + message.substring(name(request).length())))
        .findFirst();
  }

  private static String name(String request) {
    return request.replaceFirst("^(Query|Mutation)\\.", "");
  }
}
