package dev.praetor.engine.taskruns;

import dev.praetor.Failure;
import dev.praetor.Outcome;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.engine.codec.Codecs;
import dev.praetor.engine.codec.LargeValue;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the arguments of task runs. Each reader gets values of its own, equal to the kept ones, so
 * that no reader sees what another one changes. All values it reads are final, so any thread
 * started after their task runs ended may read them. Views call code of the author.
 */
public final class ValueReader {
  private final NodeRuns runs;
  private final Map<String, @Nullable Object> parameters;
  private final Codecs codecs;

  public ValueReader(NodeRuns runs, Map<String, @Nullable Object> parameters, Codecs codecs) {
    this.runs = runs;
    this.parameters = parameters;
    this.codecs = codecs;
  }

  /** A value, or none because its source has not succeeded. */
  public record Resolved(boolean present, @Nullable Object value) {
    static final Resolved NOTHING = new Resolved(false, null);
  }

  public @Nullable Object[] arguments(NodeRun run, int index) throws Exception {
    List<Source> sources = run.node.arguments();
    @Nullable Object[] values = new @Nullable Object[sources.size()];
    int[] path = run.fullPath(index);
    int mapped = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (sources.get(i)) {
            case Source.Whole whole -> find(whole, run, path).value();
            case Source.Sliced _ -> run.inputs.views()[mapped++].value(index);
          };
    }
    return values;
  }

  /** Returns the value of a source for a run at {@code path}. */
  public Resolved find(Source.Whole source, @Nullable NodeRun reader, int[] path) throws Exception {
    return switch (source) {
      case Source.Constant constant -> new Resolved(true, codecs.lend(constant.value()));
      case Source.ParameterValue parameter ->
          new Resolved(true, codecs.lend(parameters.get(parameter.name())));
      case Source.Output output -> {
        Resolved value = output(output.node(), path);
        yield value.present() ? new Resolved(true, output.node().lend(value.value())) : value;
      }
      case Source.Element element -> element(element, reader, path);
      case Source.Collect collect -> new Resolved(true, collect(collect.mapped(), reader, path));
      case Source.AllOutcomes all -> new Resolved(true, outcomes(all.mapped(), reader, path));
      case Source.OneOutcome one -> new Resolved(true, outcome(one.node(), reader, path));
      case Source.ListOf list -> list(list, reader, path);
      case Source.SelectOne select -> {
        Resolved from = find(select.from(), reader, path);
        yield from.present() ? new Resolved(true, select.view().apply(from.value())) : from;
      }
      case Source.FlattenList flatten -> {
        Resolved lists = find(flatten.lists(), reader, path);
        yield lists.present() ? new Resolved(true, flattened(lists.value())) : lists;
      }
    };
  }

  /**
   * Returns the value of a source for a run at {@code path} if reading it calls no code of an
   * author and waits for nothing; otherwise null.
   */
  public @Nullable Resolved findPlain(Source.Whole source, int[] path) {
    return switch (source) {
      case Source.Constant constant -> new Resolved(true, constant.value());
      case Source.ParameterValue parameter -> new Resolved(true, parameters.get(parameter.name()));
      case Source.Output output -> {
        Resolved result = output(output.node(), path);
        yield result.value() instanceof LargeValue ? null : result;
      }
      case Source.Element _,
          Source.Collect _,
          Source.AllOutcomes _,
          Source.OneOutcome _,
          Source.ListOf _,
          Source.SelectOne _,
          Source.FlattenList _ ->
          null;
    };
  }

  /** Returns the result that a source passes on unchanged to a run, if it is large. */
  public Optional<LargeValue> findLarge(Source.Whole source, int[] path) {
    return source instanceof Source.Output(GraphNode node)
            && output(node, path).value() instanceof LargeValue large
        ? Optional.of(large)
        : Optional.empty();
  }

  /**
   * Returns whether a source has a value for a run at {@code path}, without calling code of the
   * author.
   */
  public boolean isPresent(Source.Whole source, @Nullable NodeRun reader, int[] path) {
    return switch (source) {
      case Source.Output output -> output(output.node(), path).present();
      case Source.Element element -> {
        int level = element.scope().depth() - 1;
        yield Objects.requireNonNull(reader)
            .atLevel(level)
            .inputs
            .scopeView()
            .hasValue(path[level]);
      }
      case Source.ListOf list ->
          list.parts().stream().allMatch(part -> isPresent(part, reader, path));
      case Source.SelectOne select -> isPresent(select.from(), reader, path);
      case Source.FlattenList flatten -> isPresent(flatten.lists(), reader, path);
      case Source.Constant _,
          Source.ParameterValue _,
          Source.Collect _,
          Source.AllOutcomes _,
          Source.OneOutcome _ ->
          true;
    };
  }

  private Resolved output(GraphNode node, int[] path) {
    NodeRun run = runs.at(node, path, Math.max(0, node.dimensions() - 1));
    int index = node.dimensions() == 0 ? 0 : path[node.dimensions() - 1];
    if (run == null || !run.hasChildren()) {
      return Resolved.NOTHING;
    }
    StateType type = run.children().type(index);
    return type.isSuccessful() && type != StateType.SKIPPED
        ? new Resolved(true, run.children().value(index))
        : Resolved.NOTHING;
  }

  private Resolved element(Source.Element element, @Nullable NodeRun reader, int[] path)
      throws Exception {
    int level = element.scope().depth() - 1;
    Slices view = Objects.requireNonNull(reader).atLevel(level).inputs.scopeView();
    return view.hasValue(path[level])
        ? new Resolved(true, view.value(path[level]))
        : Resolved.NOTHING;
  }

  private Resolved list(Source.ListOf list, @Nullable NodeRun reader, int[] path) throws Exception {
    List<@Nullable Object> values = new ArrayList<>();
    for (Source.Whole part : list.parts()) {
      Resolved value = find(part, reader, path);
      if (!value.present()) {
        return Resolved.NOTHING;
      }
      values.add(value.value());
    }
    return new Resolved(true, Collections.unmodifiableList(values));
  }

  private List<@Nullable Object> collect(Source.Sliced mapped, @Nullable NodeRun reader, int[] path)
      throws Exception {
    Optional<Slices> view = view(mapped, reader, path, Integer.MAX_VALUE);
    if (view.isPresent()
        && view.get() instanceof Slices.OfNode children
        && CollectedValues.suits(children)) {
      return CollectedValues.of(children);
    }
    int width = view.map(Slices::width).orElse(0);
    List<@Nullable Object> values = new ArrayList<>(width);
    for (int i = 0; i < width; i++) {
      if (view.get().hasValue(i)) {
        values.add(view.get().value(i));
      }
    }
    return Collections.unmodifiableList(values);
  }

  private List<Outcome<?>> outcomes(Source.Sliced mapped, @Nullable NodeRun reader, int[] path)
      throws Exception {
    Optional<Slices> view = view(mapped, reader, path, Integer.MAX_VALUE);
    if (view.isEmpty()) {
      return List.of();
    }
    List<Outcome<?>> ends = new ArrayList<>(view.get().width());
    for (int i = 0; i < view.get().width(); i++) {
      ends.add(
          view.get().hasValue(i)
              ? new Outcome.Success<@Nullable Object>(view.get().value(i))
              : end(origin(view.get(), i)));
    }
    return Collections.unmodifiableList(ends);
  }

  private Outcome<?> outcome(Source.Whole source, @Nullable NodeRun reader, int[] path)
      throws Exception {
    Resolved value = find(source, reader, path);
    if (value.present()) {
      return new Outcome.Success<@Nullable Object>(value.value());
    }
    return end(missing(source, reader, path));
  }

  /** Returns the state of the task run behind a source without a value. */
  public State missing(Source.Whole source, @Nullable NodeRun reader, int[] path) {
    return switch (source) {
      case Source.Output output -> {
        int level = Math.max(0, output.node().dimensions() - 1);
        NodeRun run = runs.nearest(output.node(), path, level);
        int index = run.isSingle() ? 0 : path[Math.min(run.level(), path.length - 1)];
        yield run.hasChildren() ? Snapshots.of(run, index) : Snapshots.ofNode(run);
      }
      case Source.Element element -> {
        int level = element.scope().depth() - 1;
        Slices view = Objects.requireNonNull(reader).atLevel(level).inputs.scopeView();
        yield origin(view, path[level]);
      }
      case Source.SelectOne select -> missing(select.from(), reader, path);
      case Source.FlattenList flatten -> missing(flatten.lists(), reader, path);
      case Source.ListOf list -> {
        for (Source.Whole part : list.parts()) {
          if (!isPresent(part, reader, path)) {
            yield missing(part, reader, path);
          }
        }
        throw new IllegalStateException("no value is missing in " + list);
      }
      case Source.Constant _,
          Source.ParameterValue _,
          Source.Collect _,
          Source.AllOutcomes _,
          Source.OneOutcome _ ->
          throw new IllegalStateException(source + " always has a value");
    };
  }

  private static State origin(Slices view, int index) {
    return switch (view) {
      case Slices.OfNode of -> Snapshots.of(of.run(), index);
      case Slices.Selected selected -> origin(selected.from(), index);
      case Slices.Joined joined -> origin(joined.from(), joined.origins()[index]);
      case Slices.Reordered reordered -> origin(reordered.from(), reordered.positions()[index]);
      case Slices.Elements _ -> throw new IllegalStateException("an element always has a value");
    };
  }

  private static Outcome<?> end(State state) {
    return switch (state) {
      case State.Skipped skipped -> new Outcome.Skipped<>(skipped.message());
      case State.Cancelled cancelled -> new Outcome.Cancelled<>(cancelled.message());
      case State.Unsuccessful unsuccessful ->
          new Outcome.Failed<>(
              unsuccessful
                  .failure()
                  .orElseGet(() ->
                      new Failure(
                          unsuccessful.name(),
                          unsuccessful.message(),
                          "",
                          Optional.empty(),
                          false)));
      case State.Success _, State.Cached _, State.Waiting _, State.Active _ ->
          throw new IllegalStateException("a task run in this state has a value: " + state);
    };
  }

  /**
   * Returns a mapped source for a run at {@code path}; empty if there is nothing to map over.
   *
   * @param limit the maximum width; at most one more element is read
   */
  public Optional<Slices> view(
      Source.Sliced source, @Nullable NodeRun reader, int[] path, int limit) throws Exception {
    switch (source) {
      case Source.Outputs outputs -> {
        return children(outputs, path);
      }
      case Source.Each each -> {
        Resolved list = find(each.list(), reader, path);
        return list.present()
            ? Optional.of(
                new Slices.Elements(
                    MappableElements.read(list.value(), limit),
                    each.list() instanceof Source.Constant,
                    codecs))
            : Optional.empty();
      }
      case Source.SelectEach select -> {
        return view(select.from(), reader, path, limit)
            .map(from -> new Slices.Selected(from, select.view()));
      }
      case Source.FlattenEach flatten -> {
        Optional<Slices> lists = view(flatten.lists(), reader, path, limit);
        return lists.isPresent()
            ? Optional.of(joined(lists.get(), limit, codecs))
            : Optional.empty();
      }
    }
  }

  /** Returns the children of a node for a run at {@code path}; empty if there are none yet. */
  public Optional<Slices> children(Source.Outputs source, int[] path) {
    NodeRun run = runs.at(source.node(), path, source.node().dimensions() - 1);
    return run != null && run.isExpanded() ? Optional.of(new Slices.OfNode(run)) : Optional.empty();
  }

  private static Slices joined(Slices lists, int limit, Codecs codecs) throws Exception {
    List<@Nullable Object> elements = new ArrayList<>();
    int[] origins = new int[16];
    int count = 0;
    for (int i = 0; i < lists.width() && count <= limit; i++) {
      @Nullable Object[] inner = new @Nullable Object[1];
      if (lists.hasValue(i)) {
        inner = MappableElements.read(lists.value(i), limit);
      }
      if (origins.length < count + inner.length) {
        origins = Arrays.copyOf(origins, Math.max(origins.length * 2, count + inner.length));
      }
      for (Object element : inner) {
        elements.add(element);
        origins[count++] = i;
      }
    }
    return new Slices.Joined(lists, Arrays.copyOf(origins, count), elements.toArray(), codecs);
  }

  private static List<@Nullable Object> flattened(@Nullable Object lists) {
    List<@Nullable Object> all = new ArrayList<>();
    for (Object inner : MappableElements.read(lists, Integer.MAX_VALUE)) {
      all.addAll(Arrays.asList(MappableElements.read(inner, Integer.MAX_VALUE)));
    }
    return Collections.unmodifiableList(all);
  }
}
