package dev.recur.service.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.service.gateway.AnyBody;
import dev.recur.service.input.Fields;
import dev.recur.service.input.InvalidInputException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Whatever a body says: it is a request, or is refused in one sentence that says what to do. */
class RequestsFuzzTest {

  private static final Map<String, Function<Fields, Object>> READERS =
      Map.ofEntries(
          Map.entry("cancel", CancelRequest::read),
          Map.entry("change", ChangeRequest::read),
          Map.entry("charge", ChargeRequest::read),
          Map.entry("create", CreateRequest::read),
          Map.entry("events", InquireEventsRequest::read),
          Map.entry("list", body -> InquireListRequest.read(body, Instant.EPOCH)),
          Map.entry("payments", InquirePaymentsRequest::read),
          Map.entry("subscription", InquireSubscriptionRequest::read),
          Map.entry("payment", InquiryPaymentRequest::read),
          Map.entry("refunded", InquiryRefundRequest::read),
          Map.entry("pause", PauseRequest::read),
          Map.entry("refund", RefundRequest::read),
          Map.entry("method", ReplacePaymentMethodRequest::read),
          Map.entry("resume", ResumeRequest::read),
          Map.entry("pay", SubscribingPayment::read),
          Map.entry("buyer", UpdateBuyerRequest::read),
          Map.entry("update", UpdateRequest::read));

  @Test
  void anyBody_shouldBeARequestOrRefused() {
    assertThat(
            Fuzz.of("requests", AnyBody.mutator())
                .seeds(AnyBody.ALL.toArray(String[]::new))
                .run(RequestsFuzzTest::read))
        .containsKey("no request")
        .hasSizeGreaterThan(READERS.size());
  }

  private static String read(byte[] body) {
    Fields fields;
    try {
      fields = Fields.parse(body);
    } catch (InvalidInputException e) {
      return "no request";
    }
    List<String> taken = new ArrayList<>();
    READERS.forEach(
        (name, reader) -> {
          try {
            assertThat(reader.apply(fields)).isNotNull();
            taken.add(name);
          } catch (InvalidInputException e) {
            checked(e.inWords());
          } catch (Refusal e) {
            checked(e.result().resultMessage());
          }
        });
    return taken.toString();
  }

  /** It fits into an answer (Antom, Result: resultMessage), and is one line. */
  private static void checked(String message) {
    assertThat(message).isNotBlank().doesNotContain("\n").hasSizeLessThan(1_000);
  }
}
