package dev.praetor.engine.loop;

import dev.praetor.RunId;
import dev.praetor.SecretUnavailable;
import dev.praetor.VariableUnavailable;
import dev.praetor.engine.Journal;
import dev.praetor.engine.RunningTask;
import dev.praetor.engine.events.Command;
import dev.praetor.engine.secret.LineMasker;
import dev.praetor.engine.secret.MaskedLogger;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The context of an attempt, as its code sees it. For the thread of the attempt. */
public final class AttemptContext implements RunningTask {
  private final RunContext context;
  private final Attempt attempt;
  private final LineMasker lines;

  AttemptContext(RunContext context, Attempt attempt) {
    this.context = context;
    this.attempt = attempt;
    this.lines = new LineMasker(context.masker());
  }

  @Override
  public String mask(String text) {
    return context.masker().mask(text);
  }

  @Override
  public String mask(String before, String line) {
    return context.masker().mask(before, line);
  }

  @Override
  public boolean keepsLogs() {
    return !context.journal().isVolatile();
  }

  @Override
  public void log(Instant time, String level, String logger, String text) {
    context
        .journal()
        .log(
            new Journal.LogLine(
                context.id(),
                node(),
                index(),
                attempt.number(),
                time,
                level,
                mask(logger),
                mask(text)));
  }

  @Override
  public String secret(String name) {
    if (!attempt.task().secrets().contains(name)) {
      throw new SecretUnavailable(
          name,
          "task '" + task() + "' does not declare secret '" + name + "'",
          "add .secrets(\"" + name + "\") to it");
    }
    String value =
        context
            .secrets()
            .find(name)
            .orElseThrow(() ->
                new SecretUnavailable(
                    name, "there is no secret '" + name + "'", context.secrets().advice(name)));
    context.masker().hide(value);
    return value;
  }

  @Override
  public String variable(String name) {
    return context
        .variables()
        .find(name)
        .orElseThrow(() ->
            new VariableUnavailable(
                name, "there is no variable '" + name + "'", context.variables().advice(name)));
  }

  @Override
  public void hide(String part) {
    context.masker().hide(part);
  }

  @Override
  public RunId runId() {
    return context.id();
  }

  @Override
  public String flow() {
    return context.flow();
  }

  @Override
  public String node() {
    return attempt.run.name();
  }

  @Override
  public String task() {
    return attempt.task().name();
  }

  @Override
  public String taskRun() {
    return attempt.path();
  }

  @Override
  public int attempt() {
    return attempt.number();
  }

  @Override
  public int iteration() {
    return attempt.iteration();
  }

  @Override
  public int index() {
    return attempt.run.publicIndex(attempt.child);
  }

  @Override
  public String label() {
    String own = attempt.label();
    if (own != null) {
      return own;
    }
    return attempt.run.isSingle() ? attempt.run.node.name() : Integer.toString(attempt.child);
  }

  @Override
  public Instant scheduledTime() {
    return context.scheduled();
  }

  @Override
  public Map<String, @Nullable Object> parameters() {
    return context.parameters();
  }

  @Override
  public Logger logger() {
    return new MaskedLogger(LoggerFactory.getLogger(flow() + "." + task()), lines);
  }

  @Override
  public boolean isCancelled() {
    return attempt.isCancelled();
  }

  @Override
  public void progress(double part, String message) {
    if (!(part >= 0 && part <= 1)) {
      throw new IllegalArgumentException("progress must be from 0 to 1, not " + part);
    }
    String text = mask(message);
    context.journal().progress(new Journal.Progress(origin(), part, text));
    context.offer(new Command(() -> context.settings().listener().progress(taskRun(), part, text)));
  }

  @Override
  public void artifact(String name, Object content) {
    String masked = mask(name);
    if (masked.isBlank() || masked.length() > 200) {
      throw new IllegalArgumentException("an artifact's name has 1 to 200 characters");
    }
    try {
      context.journal().artifact(new Journal.Artifact(origin(), masked, mask(content.toString())));
    } catch (Journal.TooLarge e) {
      throw new IllegalArgumentException(e.getMessage());
    }
  }

  private Journal.Origin origin() {
    return new Journal.Origin(
        context.id(), node(), index(), attempt.number(), context.clock().now());
  }

  @Override
  public String toString() {
    return attempt.toString();
  }
}
