package dev.recur.notifier.sender;

import static dev.recur.notifier.sender.FailureCode.E_ADDRESS;
import static dev.recur.notifier.sender.FailureCode.E_BUYERS;
import static dev.recur.notifier.sender.FailureCode.E_INTERNAL;
import static dev.recur.notifier.sender.FailureCode.E_URL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.queue.Answer;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What lanes learn from the code that begins an attempt's error. */
class FailureCodeTest {

  /** Else what is no word of the receiver would count as its silence. */
  @ParameterizedTest
  @EnumSource(FailureCode.class)
  void code_shouldBeReadAsTheReceiversOrNot(FailureCode code) {
    Answer expected =
        code == E_URL || code == E_ADDRESS
            ? Answer.NOT_ALLOWED
            : code == E_INTERNAL || code == E_BUYERS ? Answer.OUR_FAULT : Answer.NONE;
    assertThat(Answer.ofFailure(Optional.of(new Failure(code, "why: so").inWords())))
        .isEqualTo(expected);
  }
}
