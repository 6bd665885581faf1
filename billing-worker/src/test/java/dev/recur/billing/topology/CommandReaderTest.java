package dev.recur.billing.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.billing.domain.Answer;
import dev.recur.billing.domain.Input;
import dev.recur.schemas.avro.SettleChange;
import dev.recur.schemas.avro.SubscriptionCommand;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the worker tells itself between two subscriptions. */
class CommandReaderTest {

  /** A fault is no refusal: taken for one, it would be answered for good. */
  @ParameterizedTest
  @CsvSource({
    "SUCCESS, SUCCEEDED",
    "UNKNOWN_EXCEPTION, UNKNOWN",
    "PARAM_ILLEGAL, FAILED",
    "PROCESS_FAIL, FAILED"
  })
  void outcomeOfAChange_shouldBeFinalUnlessItIsAFault(String code, Answer.Status status) {
    SubscriptionCommand command =
        SubscriptionCommand.newBuilder()
            .setCommandId("c-1")
            .setClientId("SANDBOX_1")
            .setSubscriptionId("S1")
            .setSettleChange(new SettleChange("S2", code, "What there is to say."))
            .build();
    Incoming read = new CommandReader(_ -> true).read("S1", command);
    assertThat(((Input.Command.SettleChange) ((Incoming.Command) read).input()).outcome().status())
        .isEqualTo(status);
  }
}
