package dev.praetor.server.graphql;

import graphql.ExecutionInput;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.preparsed.PreparsedDocumentProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The texts of requests that were parsed and checked last, as clients send the same few texts with
 * other variables again and again. A text with a mistake, or a long one, is not kept. Thread-safe.
 */
final class CheckedDocuments implements PreparsedDocumentProvider {
  private static final int MOST = 200;
  private static final int LONGEST = 10_000;
  private final Map<String, PreparsedDocumentEntry> kept = new LinkedHashMap<>(16, 0.75f, true);

  @Override
  public CompletableFuture<PreparsedDocumentEntry> getDocumentAsync(
      ExecutionInput input, Function<ExecutionInput, PreparsedDocumentEntry> check) {
    return CompletableFuture.completedFuture(document(input, check));
  }

  private PreparsedDocumentEntry document(
      ExecutionInput input, Function<ExecutionInput, PreparsedDocumentEntry> check) {
    String text = input.getQuery();
    synchronized (kept) {
      PreparsedDocumentEntry known = kept.get(text);
      if (known != null) {
        return known;
      }
    }
    PreparsedDocumentEntry checked = check.apply(input);
    if (!checked.hasErrors() && text.length() <= LONGEST) {
      keep(text, checked);
    }
    return checked;
  }

  private void keep(String text, PreparsedDocumentEntry checked) {
    synchronized (kept) {
      kept.put(text, checked);
      if (kept.size() > MOST) {
        var oldest = kept.keySet().iterator();
        oldest.next();
        oldest.remove();
      }
    }
  }
}
