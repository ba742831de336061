package dev.praetor.engine.spec;

import dev.praetor.Environment;
import dev.praetor.Retry;
import dev.praetor.Schedule;
import dev.praetor.engine.task.FlowOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * The treatment of a flow's runs.
 *
 * @param retry without the types and conditions that only code knows
 */
public record OptionsDescription(
    Optional<Duration> timeout,
    Retry retry,
    Optional<String> runName,
    FlowOptions.Limits limits,
    Optional<Environment> environment,
    Optional<Schedule> schedule) {}
