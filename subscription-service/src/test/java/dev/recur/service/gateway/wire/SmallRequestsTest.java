package dev.recur.service.gateway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.service.input.Fields;
import dev.recur.service.input.InvalidInputException;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.RefundTerms;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of a few fields: what they refuse, and in which words. */
class SmallRequestsTest {

  private static final Map<String, Function<Fields, Object>> READERS =
      Map.of(
          "pause", PauseRequest::read,
          "resume", ResumeRequest::read,
          "replace", ReplacePaymentMethodRequest::read,
          "charge", ChargeRequest::read,
          "change", ChangeRequest::read,
          "refund", RefundRequest::read);

  private static final String IDS =
      "\"subscriptionId\": \"S1\", \"subscriptionUpdateRequestId\": 7, \"paymentRequestId\": 8,"
          + " \"subscriptionChangeRequestId\": 9, \"refundRequestId\": 10, \"paymentId\": \"P1\"";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pause | \"resumeTime\": \"soon\" | resumeTime is no ISO 8601 time",
        "replace | \"a\": 1 | paymentMethod is missing",
        "replace | \"paymentMethod\": {} | paymentMethod.paymentMethodType is missing",
        "charge | \"paymentAmount\": {} | paymentAmount.currency is missing",
        "charge | \"paymentAmount\": {\"currency\": \"USD\", \"value\": 0} | paymentAmount.value is 0",
        "charge | \"paymentAmount\": {\"currency\": \"IDR\", \"value\": 150} | paymentAmount.value has",
        "change | \"periodRule\": {\"periodCount\": 1} | periodRule.periodType is missing",
        "change | \"subscriptionStartTime\": 5 | subscriptionStartTime is no ISO 8601 time",
        "change | \"paymentAmountDifference\": 5 | paymentAmountDifference is not an object",
        "refund | \"a\": 1 | refundAmount is missing",
        "refund | \"refundAmount\": {\"currency\": \"USD\", \"value\": \"0\"} | refundAmount.value is 0",
        "refund | \"refundAmount\": {\"currency\": \"USD\", \"value\": 1}, \"refundNotifyUrl\": \"x\""
            + " | refundNotifyUrl is no absolute http(s) URL"
      })
  void wrongField_shouldBeNamed(String request, String field, String words) {
    assertThatThrownBy(() -> read(request, field))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(words);
  }

  @Test
  void ids_shouldBeTakenAsNumbersToo() {
    assertThat(read("pause", "\"a\": 1")).isEqualTo(new PauseRequest("S1", "7", null));
    assertThat(read("resume", "\"a\": 1")).isEqualTo(new ResumeRequest("S1", "7"));
    assertThat(read("charge", "\"a\": 1")).isEqualTo(new ChargeRequest("S1", "8", null));
  }

  @Test
  void refund_shouldHaveItsOwnLimits() {
    String amount = "\"refundAmount\": {\"currency\": \"USD\", \"value\": 1}";
    String base = "https://club.example/";
    String longest = base + "x".repeat(1024 - base.length());
    String reason = "r".repeat(256);
    assertThat(
            read(
                "refund",
                amount
                    + ", \"refundNotifyUrl\": \""
                    + longest
                    + "\", \"refundReason\": \""
                    + reason
                    + "\""))
        .isEqualTo(
            new RefundRequest(new RefundTerms("10", "P1", new Amount(1, "USD"), longest, reason)));
    assertThatThrownBy(() -> read("refund", amount + ", \"refundNotifyUrl\": \"" + longest + "x\""))
        .hasMessageContaining("refundNotifyUrl has 1025 characters: send at most 1024");
    assertThatThrownBy(() -> read("refund", amount + ", \"refundReason\": \"" + reason + "r\""))
        .hasMessageContaining("refundReason has 257 characters: send at most 256");
  }

  private static Object read(String request, String field) {
    Function<Fields, Object> reader = READERS.get(request);
    if (reader == null) {
      throw new IllegalArgumentException(request);
    }
    return reader.apply(Fields.parse(("{" + IDS + ", " + field + "}").getBytes(UTF_8)));
  }
}
