package dev.praetor.engine.codec;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * The form in which equal values have equal texts: the elements of sets and the entries of maps are
 * sorted, because equal sets may have different orders.
 */
final class Canonical {
  /** A context that marks generators of this form. */
  static final ObjectWriteContext CONTEXT = new ObjectWriteContext.Base() {};

  private Canonical() {}

  static boolean isWantedBy(JsonGenerator out) {
    return out.objectWriteContext() == CONTEXT;
  }

  /** Returns the texts of elements, sorted. */
  static List<String> sorted(Iterable<?> elements, Codec codec) throws NotCarried {
    List<String> texts = new ArrayList<>();
    for (Object element : elements) {
      texts.add(text(element, codec));
    }
    Collections.sort(texts);
    return texts;
  }

  /** Returns the text of a value. */
  static String text(@Nullable Object value, Codec codec) throws NotCarried {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = ValueCodec.JSON.createGenerator(CONTEXT, text)) {
      codec.writeNullable(value, out);
    }
    return text.toString();
  }
}
