package dev.praetor.cli;

import java.lang.reflect.Constructor;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * Makes commands, and hands the program's one clock to those whose constructor asks for it.
 *
 * @param clock the time every command takes
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
