package dev.praetor.server.graphql.mistake;

import dev.praetor.server.graphql.scalar.Scalars;
import graphql.GraphQLError;
import graphql.language.Document;
import graphql.language.FragmentDefinition;
import graphql.language.OperationDefinition;
import graphql.language.SourceLocation;
import graphql.language.Value;
import graphql.language.VariableDefinition;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLDirective;
import graphql.schema.GraphQLSchema;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mistakes in a request, in the words of the API. The library finds them; its texts come from
 * the resources {@code i18n} in the language {@link #LANGUAGE}, some of them as facts, which begin
 * with {@code @} and are put into words here with what the request has at the place and what the
 * schema allows there. For one thread.
 */
public final class Mistakes {
  /** The language of requests, which has the resources with the sentences and facts. */
  public static final Locale LANGUAGE = Locale.of("en", "", "PRAETOR");

  private static final int LONGEST_NAME = 100;
  private static final int LONGEST = 1_000;
  private static final String SECRET =
      "the value of a secret is given as a variable of the type " + Scalars.SECRET_TEXT + "!";

  /** Matches a value of a variable that is not in its enum, within the text of the library. */
  private static final Pattern NOT_IN_ENUM =
      Pattern.compile("@enum\\|(\\w+)\\|(.*)\\|$", Pattern.DOTALL);

  private final GraphQLSchema schema;
  private final Optional<Document> document;
  private final Allowed allowed;
  private final Optional<RequestPlaces> places;

  /**
   * Begins to tell the mistakes of a request.
   *
   * @param document the request; empty if it could not be read
   */
  public Mistakes(GraphQLSchema schema, Optional<Document> document) {
    this.schema = schema;
    this.document = document;
    this.allowed = new Allowed(schema);
    this.places = document.map(request -> RequestPlaces.of(schema, request));
  }

  /** Returns what is wrong, without the value of a secret in it. */
  public String tell(GraphQLError error) {
    String text = String.valueOf(error.getMessage());
    if (text.contains(Scalars.SECRET_TEXT) && isOfValue(text)) {
      return SECRET;
    }
    String told = text.startsWith("@") ? told(text, place(error)) : completed(text);
    return ShownText.of(told, LONGEST);
  }

  /** Returns whether a mistake is one of a value, which could be that of a secret. */
  private static boolean isOfValue(String text) {
    return text.startsWith("@scalar|") || text.startsWith("@default|") || !text.startsWith("@");
  }

  private static Optional<SourceLocation> place(GraphQLError error) {
    List<SourceLocation> all = error.getLocations();
    return all == null || all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
  }

  private String completed(String text) {
    Matcher enumeration = NOT_IN_ENUM.matcher(text);
    return enumeration.find()
        ? text.substring(0, enumeration.start())
            + "'"
            + name(enumeration.group(2))
            + "' is no "
            + enumeration.group(1)
            + allowed.values(enumeration.group(1), enumeration.group(2))
        : text;
  }

  private String told(String text, Optional<SourceLocation> at) {
    String[] fact = text.split("\\|", 4);
    String first = fact.length > 1 ? fact[1] : "";
    String second = fact.length > 2 ? fact[2] : "";
    String third = fact.length > 3 ? fact[3] : "";
    return switch (fact[0]) {
      case "@field" ->
          "type %s has no field '%s'".formatted(second, name(first))
              + Allowed.names(first, allowed.fields(second));
      case "@subfields" ->
          "field '%s' has the type %s, of which fields must be chosen%s"
              .formatted(name(second), first, Allowed.names("", allowed.fields(bare(first))));
      case "@argument" -> argument(first, at);
      case "@missing" ->
          "%s needs the argument '%s'".formatted(owner(at).orElse("a field"), name(first));
      case "@directive" -> absent("directive", "@" + first, directives());
      case "@fragment" -> absent("fragment", first, fragments());
      case "@variable" -> absent("variable", "$" + first, variables());
      case "@type" -> absent("type", first, allowed.types());
      case "@default" -> byDefault(first, at);
      case "@null" -> "argument '%s' must not be null".formatted(name(first));
      case "@scalar" ->
          "argument '%s' is %s, which is no %s%s"
              .formatted(
                  name(first),
                  value(first, at),
                  second,
                  third.isEmpty() || third.startsWith("@") ? "" : ": " + third);
      case "@enum" ->
          "argument '%s' is %s, which is no %s%s"
              .formatted(
                  name(first), value(first, at), second, allowed.values(second, value(first, at)));
      case "@object" ->
          "argument '%s' is %s, and must be an object%s"
              .formatted(name(first), value(first, at), type(first, at));
      case "@lacks" -> "argument '%s' lacks %s".formatted(name(first), name(second));
      case "@extra" ->
          "argument '%s' has a field '%s', which %s has not%s"
              .formatted(
                  name(first), name(third), second, Allowed.names(third, allowed.fields(second)));
      default -> "the request has a mistake";
    };
  }

  private static String name(String text) {
    return ShownText.of(text, LONGEST_NAME);
  }

  /** Returns the name in a type that may be one of lists or not null. */
  private static String bare(String type) {
    return type.replaceAll("[\\[\\]!]", "");
  }

  private static String absent(String kind, String name, Collection<String> names) {
    return "there is no %s '%s'%s".formatted(kind, name(name), Allowed.names(name, names));
  }

  private Optional<RequestPlaces.Place> found(Optional<SourceLocation> at) {
    return at.flatMap(location -> places.flatMap(all -> all.at(location)));
  }

  private Optional<String> owner(Optional<SourceLocation> at) {
    return found(at).map(RequestPlaces.Place::owner).map(Mistakes::name);
  }

  private String argument(String name, Optional<SourceLocation> at) {
    List<String> names =
        found(at).stream()
            .flatMap(place -> place.takes().stream())
            .map(GraphQLArgument::getName)
            .toList();
    return "%s has no argument '%s'%s"
        .formatted(owner(at).orElse("a field"), name(name), Allowed.names(name, names));
  }

  /** Returns the part of an argument that is wrong, as it is written. */
  private String value(String path, Optional<SourceLocation> at) {
    Optional<Value<?>> whole =
        found(at).flatMap(RequestPlaces.Place::argument).map(argument -> argument.getValue());
    return whole
        .flatMap(value -> InputPath.follow(value, path.replaceFirst("^\\w+", "")))
        .map(ShownText::of)
        .orElse("another value");
  }

  /** Returns the type that a part of an argument must have; empty if that is not known. */
  private String type(String path, Optional<SourceLocation> at) {
    return found(at).stream()
        .flatMap(place -> place.takes().stream())
        .filter(argument -> argument.getName().equals(path.split("[.\\[]", 2)[0]))
        .map(argument -> allowed.type(argument.getType(), path))
        .flatMap(Optional::stream)
        .map(type -> " of the type " + type)
        .findFirst()
        .orElse("");
  }

  private String byDefault(String type, Optional<SourceLocation> at) {
    Optional<VariableDefinition> variable =
        at.flatMap(location -> places.flatMap(all -> all.variable(location)));
    return "the default value of variable '%s' is no %s%s"
        .formatted(
            variable.map(each -> "$" + name(each.getName())).orElse("$…"),
            type,
            allowed.values(
                bare(type),
                variable
                    .flatMap(each -> Optional.<Value<?>>ofNullable(each.getDefaultValue()))
                    .map(ShownText::of)
                    .orElse("")));
  }

  private List<String> directives() {
    return schema.getDirectives().stream()
        .map(GraphQLDirective::getName)
        .map(name -> "@" + name)
        .toList();
  }

  private List<String> fragments() {
    return document.stream()
        .flatMap(request -> request.getDefinitionsOfType(FragmentDefinition.class).stream())
        .map(FragmentDefinition::getName)
        .toList();
  }

  private List<String> variables() {
    return document.stream()
        .flatMap(request -> request.getDefinitionsOfType(OperationDefinition.class).stream())
        .flatMap(operation -> operation.getVariableDefinitions().stream())
        .map(variable -> "$" + variable.getName())
        .toList();
  }
}
