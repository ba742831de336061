package dev.praetor.embedded.run;

import dev.praetor.spi.SecretProvider;
import java.time.Duration;

/**
 * The settings of an engine.
 *
 * @param slots the largest number of runs in progress in this process
 * @param grace the time that runs have to end when the engine is closed
 * @param user the name of the user or application, which is recorded with each run
 */
public record EngineSettings(int slots, Duration grace, SecretProvider secrets, String user) {}
