package dev.praetor.cli;

import java.lang.reflect.Constructor;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * Creates commands, and passes the program's only clock to commands whose constructor takes one.
 *
 * @param clock the clock of all commands
 */
record CommandFactory(InstantSource clock) implements IFactory {
  @Override
  public <K> K create(Class<K> type) throws Exception {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      Class<?>[] needed = constructor.getParameterTypes();
      if (needed.length == 1 && needed[0] == InstantSource.class) {
        constructor.setAccessible(true);
        return type.cast(constructor.newInstance(clock));
      }
    }
    return CommandLine.defaultFactory().create(type);
  }
}
