package dev.recur.schemas.history;

import static dev.recur.schemas.topic.Compatibility.FULL;
import static dev.recur.schemas.topic.Compatibility.FULL_TRANSITIVE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules refuse what breaks a reader, and let everything else pass. */
class SchemaRulesTest {

  private static final String AMOUNT = field("amount", "\"long\"", "");
  private static final String NOTE = field("note", "[\"null\",\"string\"]", "null");
  private static final String KIND = kind("A", "B");
  private static final Schema FIRST = record(AMOUNT, NOTE, KIND);

  @Test
  void newNullableField_shouldBeAllowed() {
    Schema next = record(AMOUNT, NOTE, KIND, field("more", "[\"null\",\"long\"]", "null"));

    assertThat(SchemaRules.evolution(next, List.of(FIRST), FULL_TRANSITIVE)).isEmpty();
  }

  @Test
  void newSymbolOfAnEnumWithDefault_shouldBeAllowed() {
    Schema next = record(AMOUNT, NOTE, kind("A", "B", "C"));

    assertThat(SchemaRules.evolution(next, List.of(FIRST), FULL_TRANSITIVE)).isEmpty();
  }

  @Test
  void newFieldWithoutDefault_shouldBeRefused() {
    Schema next = record(AMOUNT, NOTE, KIND, field("more", "\"long\"", ""));

    assertThat(SchemaRules.evolution(next, List.of(FIRST), FULL_TRANSITIVE)).isNotEmpty();
  }

  @Test
  void fieldGoneThatHadNoDefault_shouldBeRefused() {
    assertThat(SchemaRules.evolution(record(NOTE, KIND), List.of(FIRST), FULL)).isNotEmpty();
  }

  @Test
  void renamedField_shouldBeRefused() {
    Schema next = record(field("amountMinor", "\"long\"", ""), NOTE, KIND);

    assertThat(SchemaRules.evolution(next, List.of(FIRST), FULL)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"int\"", "\"double\"", "\"string\"", "[\"null\",\"long\"]"})
  void otherType_shouldBeRefused(String type) {
    Schema next = record(field("amount", type, ""), NOTE, KIND);

    assertThat(SchemaRules.evolution(next, List.of(FIRST), FULL)).isNotEmpty();
  }

  @Test
  void newBranchOfAUnion_shouldBeRefused() {
    Schema next = record(AMOUNT, field("note", "[\"null\",\"string\",\"long\"]", "null"), KIND);

    assertThat(SchemaRules.evolution(next, List.of(FIRST), FULL)).isNotEmpty();
  }

  @Test
  void breakingAnOlderVersion_shouldBeRefusedOnlyWhereAllAreAskedFor() {
    // A field with a default may go, and come back as another type: each step is fine by itself.
    Schema second = record(AMOUNT, KIND);
    Schema third = record(AMOUNT, field("note", "[\"null\",\"long\"]", "null"), KIND);

    assertThat(SchemaRules.evolution(second, List.of(FIRST), FULL_TRANSITIVE)).isEmpty();
    assertThat(SchemaRules.evolution(third, List.of(FIRST, second), FULL)).isEmpty();
    assertThat(SchemaRules.evolution(third, List.of(FIRST, second), FULL_TRANSITIVE)).isNotEmpty();
  }

  @Test
  void shape_shouldNameEachThingThatIsWrong() {
    Schema wrong =
        new Schema.Parser()
            .parse(
                """
                {"type":"record","name":"R","doc":"d","fields":[
                  {"name":"bare","type":"long"},
                  {"name":"nullable","doc":"d","type":["null","long"]},
                  {"name":"either","doc":"d","type":["long","string"]},
                  {"name":"list","doc":"d","type":{"type":"array","items":
                    {"type":"enum","name":"E","symbols":["A"]}}},
                  {"name":"inner","doc":"d","type":{"type":"record","name":"I","fields":[]}}
                ]}
                """);

    assertThat(SchemaRules.shape(wrong))
        .containsExactly(
            "R.bare needs a doc",
            "R.nullable is nullable and needs null as its default",
            "R.either is a union of types: make it a nullable field per type",
            "E needs a default: its first reader meets later symbols",
            "I needs a doc");
    assertThat(SchemaRules.shape(FIRST)).isEmpty();
  }

  private static Schema record(String... fields) {
    return new Schema.Parser()
        .parse(
            "{\"type\":\"record\",\"name\":\"R\",\"doc\":\"d\",\"fields\":["
                + String.join(",", fields)
                + "]}");
  }

  private static String kind(String... symbols) {
    return field(
        "kind",
        "{\"type\":\"enum\",\"name\":\"Kind\",\"default\":\"A\",\"symbols\":[\""
            + String.join("\",\"", symbols)
            + "\"]}",
        "");
  }

  private static String field(String name, String type, String defaultValue) {
    return "{\"name\":\"%s\",\"doc\":\"d\",\"type\":%s%s}"
        .formatted(name, type, defaultValue.isEmpty() ? "" : ",\"default\":" + defaultValue);
  }
}
