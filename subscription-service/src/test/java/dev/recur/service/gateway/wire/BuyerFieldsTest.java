package dev.recur.service.gateway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.buyer.BuyerNotice;
import dev.recur.service.input.Fields;
import dev.recur.service.input.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuyerFieldsTest {

  private static final String ID = "\"subscriptionId\": \"S1\"";

  @Test
  void buyer_shouldBeReadWhole() {
    BuyerData data =
        read(
            """
            {"buyer": {"email": "Ann.O'Neil+club@mail.example.co.uk", "name": "Ann Ó Néill 安",
                       "locale": "de_AT"},
             "metadata": {"order": 4711, "note": "a b", "empty": "", "none": null, "yes": true}}
            """);
    assertThat(data)
        .isEqualTo(
            new BuyerData(
                Optional.of("Ann.O'Neil+club@mail.example.co.uk"),
                Optional.of("Ann Ó Néill 安"),
                Optional.of("de-AT"),
                Map.of("order", "4711", "note", "a b", "yes", "true"),
                Set.of()));
  }

  @Test
  void halfOfIt_shouldDo() {
    assertThat(read("{}")).isNull();
    assertThat(read("{\"buyer\": null, \"metadata\": null}")).isNull();
    BuyerData metadata = Objects.requireNonNull(read("{\"metadata\": {\"a\": \"b\"}}"));
    assertThat(metadata.metadata()).containsExactly(Map.entry("a", "b"));
    assertThat(BuyerFields.isWrittenTo(metadata)).isFalse();
    assertThat(BuyerFields.isWrittenTo(read("{\"buyer\": {\"email\": \"a@b.cd\"}}"))).isTrue();
    assertThat(BuyerFields.isWrittenTo(null)).isFalse();
  }

  /** None of these may reach the head of an e-mail. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann",
        "@example.com",
        "ann@",
        "ann@localhost",
        "ann@@example.com",
        "ann@example..com",
        "ann@-example.com",
        ".ann@example.com",
        "ann.@example.com",
        "a b@example.com",
        "ann@example.com,ben@example.com",
        "ann@example.com;ben@example.com",
        "Ann <ann@example.com>",
        "ann@example.com\\nBcc: all@example.com",
        "ann\\r@example.com",
        "\\\"a b\\\"@example.com",
        "ann@[127.0.0.1]",
        "änn@example.com",
        "ann@exämple.com",
        "a23456789012345678901234567890123456789012345678901234567890123456@example.com"
      })
  void whatIsNoAddress_shouldBeRefusedWithoutBeingRepeated(String email) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read("{\"buyer\": {\"email\": \"" + email + "\"}}"))
        .withMessage(
            "buyer.email is no e-mail address that can be written to: send one like"
                + " ann@example.com.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'buyer': {}} | buyer.email is missing: send it.",
        "{'buyer': {'name': 'Ann'}} | buyer.email is missing: send it.",
        "{'buyer': 'ann@example.com'} | buyer is not an object: send a JSON object.",
        "{'buyer': {'email': ['a@b.cd']}} | buyer.email is not a single value: send a string.",
        "{'buyer': {'email': 'a@b.cd', 'name': 'Ann\\u000aB'}} | buyer.name holds a line break or a"
            + " control character: leave it out.",
        "{'buyer': {'email': 'a@b.cd', 'locale': 'german!'}} | buyer.locale is no BCP 47 language"
            + " tag: send one like en or de-AT.",
        "{'buyer': {'email': 'a@b.cd', 'locale': 'x-private'}} | buyer.locale is no BCP 47 language"
            + " tag: send one like en or de-AT.",
        "{'buyer': {'email': 'a@b.cd', 'name': '4012 8888 8888 1881'}} | buyer.name looks like a"
            + " card number, which is kept nowhere: send a token in its place.",
        "{'metadata': {'card': '4012888888881881'}} | metadata looks like a card number, which is"
            + " kept nowhere: send a token in its place.",
        "{'metadata': {'': 'a'}} | metadata has a field without a name: send one, or leave it out.",
        "{'metadata': ['a']} | metadata is not an object: send a JSON object.",
        "{'metadata': {'a': {'b': 'c'}}} | metadata[0] is not a single value: send a string.",
        "{'metadata': {'a': 'b', '%40d1': 'c'}} | The name of metadata[1] has 41 characters: send at"
            + " most 40.",
        "{'metadata': {'a': '%501d'}} | metadata[0] has 501 characters: send at most 500."
      })
  void whatCannotBeKept_shouldBeRefusedByName(String body, String message) {
    String json =
        body.replace('\'', '"').replace("%40d1", "n".repeat(41)).replace("%501d", "v".repeat(501));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(json))
        .withMessage(message);
  }

  /** None of these stands in a line of text: not in a head, not in what a merchant shows. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\n", "\\r", "\\u0000", "\\u007f", "\\u0085", "\\u2028", "\\u2029", "\\u202e", "\\u2066",
        "\\ufeff"
      })
  void whatIsNoText_shouldBeRefused(String character) {
    String text = "Ann" + character + "B";
    for (String body :
        List.of(
            "{\"buyer\": {\"email\": \"a@b.cd\", \"name\": \"%s\"}}",
            "{\"metadata\": {\"a\": \"%s\"}}", "{\"metadata\": {\"%s\": \"a\"}}")) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> read(body.formatted(text)))
          .withMessageEndingWith(" holds a line break or a control character: leave it out.");
    }
  }

  @Test
  void names_shouldBeWrittenAsTheyAre() {
    String name = "علی\u200cرضا";
    assertThat(
            Objects.requireNonNull(
                    read("{\"buyer\": {\"email\": \"a@b.cd\", \"name\": \"" + name + "\"}}"))
                .name())
        .contains(name);
  }

  @Test
  void tooManyFields_shouldBeRefused() {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < 51; i++) {
      fields.append(i == 0 ? "" : ",").append("\"k").append(i).append("\": 1");
    }
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read("{\"metadata\": {" + fields + "}}"))
        .withMessage("metadata has 51 fields: send at most 50.");
  }

  @Test
  void update_shouldReplaceWhatItNames() {
    BuyerData before =
        new BuyerData(
            Optional.of("ann@example.com"),
            Optional.of("Ann"),
            Optional.of("en"),
            Map.of("a", "1"),
            Set.of(BuyerNotice.TRIAL_ENDING));
    assertThat(update("{" + ID + ", \"metadata\": {\"b\": \"2\"}}").appliedTo(before))
        .isEqualTo(before.withMetadata(Map.of("b", "2")));
    assertThat(update("{" + ID + ", \"metadata\": {}}").appliedTo(before).metadata()).isEmpty();
    UpdateBuyerRequest sameAddress =
        update("{" + ID + ", \"buyer\": {\"email\": \"ANN@example.com\"}}");
    assertThat(sameAddress.appliedTo(before))
        .isEqualTo(
            new BuyerData(
                Optional.of("ANN@example.com"),
                Optional.empty(),
                Optional.empty(),
                Map.of("a", "1"),
                Set.of(BuyerNotice.TRIAL_ENDING)));
    assertThat(
            update("{" + ID + ", \"buyer\": {\"email\": \"ben@example.com\"}}")
                .appliedTo(before)
                .unsubscribed())
        .as("nobody has asked Ben")
        .isEmpty();
    assertThat(sameAddress.toString()).isEqualTo("UpdateBuyerRequest[S1]");
  }

  @Test
  void updateOfNothing_shouldBeRefused() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> update("{" + ID + "}"))
        .withMessage("buyer and metadata are both missing: send what is to be kept.");
  }

  private static @Nullable BuyerData read(String json) {
    Fields body = Fields.parse(json.getBytes(UTF_8));
    return BuyerFields.read(body, body);
  }

  private static UpdateBuyerRequest update(String json) {
    return UpdateBuyerRequest.read(Fields.parse(json.getBytes(UTF_8)));
  }
}
