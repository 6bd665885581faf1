package dev.recur.service.gateway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.service.input.Fields;
import dev.recur.service.input.InvalidInputException;
import dev.recur.service.terms.UpdateTerms;
import dev.recur.service.terms.UpdateTerms.ChangeMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateRequestTest {

  @Test
  void descriptionAlone_shouldBeEnoughAndTakeEffectNow() {
    UpdateTerms terms = read("\"subscriptionDescription\": \"Description update\"");
    assertThat(terms)
        .isEqualTo(
            new UpdateTerms(
                "u1",
                "Description update",
                null,
                null,
                null,
                null,
                null,
                null,
                ChangeMode.IMMEDIATE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"paymentAmount\": {\"currency\": \"USD\", \"value\": 0}",
        "\"paymentAmount\": {\"currency\": \"USD\", \"value\": \"5000\"}",
        "\"periodRule\": {\"periodType\": \"WEEK\", \"periodCount\": \"2\"}",
        "\"subscriptionEndTime\": \"2027-01-01T00:00:00Z\"",
        "\"orderInfo\": {\"orderAmount\": {\"currency\": \"USD\", \"value\": \"1\"}}",
        "\"nextSubscriptionDate\": \"2026-04-10T00:00:02+08:00\"",
        "\"prorationSettings\": {\"prorationMode\": \"IMMEDIATE_REFUND_CUSTOM_AMOUNT\","
            + " \"customAmount\": {\"currency\": \"USD\", \"value\": \"1\"}}"
      })
  void anyOneThing_shouldBeEnough(String field) {
    assertThat(read(field).isEmpty()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"changeMode\": \"NEXT_PERIOD\"",
        "\"subscriptionDescription\": \"\"",
        "\"orderInfo\": {}",
        "\"somethingElse\": 1"
      })
  void nothingToChange_shouldBeRefused(String field) {
    assertThatThrownBy(() -> read(field))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("everything else that can be updated: send what is to change");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"prorationSettings\": {} | prorationSettings.prorationMode is missing",
        "\"prorationSettings\": {\"customAmount\": {\"currency\": \"USD\", \"value\": \"1\"}}"
            + " | prorationSettings.prorationMode is missing",
        "\"prorationSettings\": {\"prorationMode\": \"IMMEDIATE_PAY_CUSTOM_AMOUNT\"}"
            + " | prorationSettings.customAmount is missing",
        "\"prorationSettings\": {\"prorationMode\": \"IMMEDIATE_PAY_CUSTOM_AMOUNT\","
            + " \"customAmount\": {\"currency\": \"USD\", \"value\": \"0\"}}"
            + " | prorationSettings.customAmount.value is 0: send more.",
        "\"prorationSettings\": {\"prorationMode\": \"LATER\"}"
            + " | prorationSettings.prorationMode is none of",
        "\"periodRule\": {\"periodType\": \"WEEK\"} | periodRule.periodCount is missing",
        "\"periodRule\": {\"periodType\": \"QUARTER\", \"periodCount\": 1} | periodRule.periodType",
        "\"nextSubscriptionDate\": \"2026-04-10\" | nextSubscriptionDate is no ISO 8601 time",
        "\"subscriptionEndTime\": \"never\" | subscriptionEndTime is no ISO 8601 time",
        "\"changeMode\": \"YESTERDAY\" | changeMode is none of",
        "\"paymentAmount\": {\"currency\": \"USD\", \"value\": \"-1\"} | paymentAmount.value"
      })
  void wrongField_shouldBeNamed(String field, String words) {
    assertThatThrownBy(() -> read(field))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(words)
        .message()
        .hasSizeLessThan(256);
  }

  @Test
  void overLongDescription_shouldBeRefused() {
    assertThatThrownBy(() -> read("\"subscriptionDescription\": \"" + "x".repeat(257) + "\""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("subscriptionDescription has 257 characters: send at most 256");
  }

  private static UpdateTerms read(String field) {
    String body =
        "{\"subscriptionId\": \"S1\", \"subscriptionUpdateRequestId\": \"u1\", " + field + "}";
    return UpdateRequest.read(Fields.parse(body.getBytes(UTF_8))).terms();
  }
}
