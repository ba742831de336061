package dev.praetor.testkit;

import java.time.Instant;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Supplies each test with a {@link SettableClock} of its own, which starts on 5 January 2026, a
 * Monday, at 08:00 UTC. All parameters of a test get the same clock.
 *
 * {@snippet file="dev/praetor/testkit/TestKitTest.java" region="extension"}
 */
public final class PraetorExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(PraetorExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == SettableClock.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return test.getStore(NAMESPACE)
        .computeIfAbsent(
            SettableClock.class, key -> SettableClock.at(Instant.parse("2026-01-05T08:00:00Z")));
  }
}
