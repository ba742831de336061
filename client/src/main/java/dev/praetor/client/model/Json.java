package dev.praetor.client.model;

import dev.praetor.RunId;
import dev.praetor.StateType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** An object of an answer. */
public record Json(JsonNode node) {
  public Json at(String name) {
    return new Json(node.path(name));
  }

  boolean isThere() {
    return !node.isMissingNode() && !node.isNull();
  }

  public <T> Optional<T> map(Function<Json, T> function) {
    return isThere() ? Optional.of(function.apply(this)) : Optional.empty();
  }

  public String text(String name) {
    return node.path(name).asString("");
  }

  public Optional<String> optionalText(String name) {
    JsonNode text = node.path(name);
    return text.isString() ? Optional.of(text.asString()) : Optional.empty();
  }

  public int number(String name) {
    return node.path(name).asInt(0);
  }

  public Optional<Integer> optionalNumber(String name) {
    JsonNode number = node.path(name);
    return number.isNumber() ? Optional.of(number.asInt()) : Optional.empty();
  }

  public long large(String name) {
    return node.path(name).asLong(0);
  }

  public Optional<Long> optionalLarge(String name) {
    JsonNode number = node.path(name);
    return number.isNumber() ? Optional.of(number.asLong()) : Optional.empty();
  }

  public boolean is(String name) {
    return node.path(name).asBoolean(false);
  }

  Instant time(String name) {
    return Instant.parse(text(name));
  }

  Optional<Instant> optionalTime(String name) {
    return optionalText(name).map(Instant::parse);
  }

  public StateType state(String name) {
    return StateType.ofLabel(text(name));
  }

  public RunId run(String name) {
    return RunId.parse(text(name));
  }

  /** Returns the texts of an object, in its order. */
  Map<String, String> texts(String name) {
    Map<String, String> all = new LinkedHashMap<>();
    node.path(name)
        .properties()
        .forEach(each -> all.put(each.getKey(), each.getValue().asString()));
    return all;
  }

  public <T> List<T> list(String name, Function<Json, T> function) {
    List<T> all = new ArrayList<>();
    for (JsonNode each : node.path(name)) {
      all.add(function.apply(new Json(each)));
    }
    return all;
  }
}
