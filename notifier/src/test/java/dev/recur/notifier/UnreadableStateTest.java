package dev.recur.notifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.schemas.kafka.Cures;
import dev.recur.schemas.topic.Topics;
import java.nio.file.Path;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody wrote lies in a store. */
class UnreadableStateTest {

  private static final String CURE = "delete this process's directory below recur.kafka.state-dir";

  @TempDir Path stateDir;
  private TestNotifier notifier;

  @BeforeEach
  void start() {
    notifier = new TestNotifier(stateDir);
  }

  @AfterEach
  void stop() {
    notifier.close();
  }

  @Test
  void eventOfASubscriptionOfWhichNothingCanBeRead_shouldBeADeadLetter_andAllOthersGoOn() {
    Ledger bad = new Ledger("S1", "https://bad.example/hooks");
    Ledger good = new Ledger("S2", "https://shop.example/hooks");
    notifier.happens(bad.created(), good.created());
    notifier.spoil("S1", new byte[] {1, 2, 3});
    notifier.happens(bad.approved(), bad.terminated(), good.approved(), good.terminated());

    assertThat(notifier.deadLetters(Topics.SUBSCRIPTION_EVENTS))
        .hasSize(2)
        .allSatisfy(letter -> assertThat(reason(letter)).contains(CURE, "put this record back"));
    assertThat(notifier.onlyInTheAir().subscriptionId()).isEqualTo("S2");
  }

  /** It is many subscriptions', and what is held of it cannot be found without it. */
  @Test
  void laneThatCannotBeRead_shouldStopTheProcess_andSayWhatToDo() {
    notifier.put("delivery-lanes", "M https://shop.example:443".getBytes(UTF_8), (byte) 1);

    assertThatThrownBy(notifier::restart).extracting(Cures::of).asString().contains(CURE);
  }

  private static String reason(TestRecord<byte[], byte[]> letter) {
    return new String(letter.headers().lastHeader("dead-letter-reason").value(), UTF_8);
  }
}
