package dev.recur.systemtests.upstream;

import dev.recur.systemtests.merchant.OfficialSdk;
import dev.recur.systemtests.stack.Stack;
import dev.recur.systemtests.stack.StackKafka;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What the tests of an upstream system have: the system, and the merchant it speaks for. */
abstract class UpstreamTest {

  @SuppressWarnings("NullAway.Init")
  Stack stack;

  @SuppressWarnings("NullAway.Init")
  OfficialSdk merchant;

  @SuppressWarnings("NullAway.Init")
  StackKafka kafka;

  @SuppressWarnings("NullAway.Init")
  UpstreamSystem upstream;

  @BeforeAll
  void start(Stack running) throws IOException {
    stack = running;
    merchant = new OfficialSdk(stack.file().gateway(), stack.file().merchant());
    kafka = stack.kafka();
    upstream = new UpstreamSystem(kafka, stack.file());
  }

  @AfterAll
  void stop() {
    upstream.close();
    kafka.close();
  }
}
