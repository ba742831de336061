package dev.praetor.engine.spec;

import dev.praetor.Environment;
import dev.praetor.Retry;
import dev.praetor.Schedule;
import dev.praetor.engine.task.FlowOptions;
import dev.praetor.engine.task.Placement;
import java.time.Duration;
import java.util.Optional;

/**
 * The options of a flow's runs.
 *
 * @param retry the retry policy without its exception types and condition, which exist only in code
 */
public record OptionsDescription(
    Optional<Duration> timeout,
    Retry retry,
    Optional<String> runName,
    FlowOptions.Limits limits,
    Optional<Environment> environment,
    Optional<Schedule> schedule,
    Placement placement) {}
