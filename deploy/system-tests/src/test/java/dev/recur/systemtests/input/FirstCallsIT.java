package dev.recur.systemtests.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.process.Installation;
import dev.recur.systemtests.merchant.Buyer;
import dev.recur.systemtests.stack.Http;
import dev.recur.systemtests.stack.OnStack;
import dev.recur.systemtests.stack.Stack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The first calls that the local stack's README tells somebody to make, as they stand there. */
@OnStack
@Order(OnStack.FIRST + 8)
class FirstCallsIT {

  private static final Path README = Path.of("../local/README.md");

  /** A line that calls, and those that a quote takes it over. */
  private static final Pattern CALL =
      Pattern.compile("^\\./deploy/local/call .*?'[^']*'$", Pattern.MULTILINE);

  private static final Duration WITHIN = Duration.ofSeconds(60);

  @SuppressWarnings("NullAway.Init")
  private Stack stack;

  @BeforeAll
  void start(Stack running) {
    stack = running;
  }

  @Test
  void firstCalls_shouldMakeASubscriptionAndItsYear() throws Exception {
    List<String> told =
        CALL.matcher(Files.readString(README)).results().map(MatchResult::group).toList();
    assertThat(told).hasSize(5);

    String clock = call(told.get(0)).required("testClockId").asText();
    JsonNode created =
        call(
            told.get(1)
                .replace("TEST_CLOCK_ID", clock)
                .replace("WEBHOOK_URL", stack.file().merchant().webhookUrl().toString()));
    String id = created.required("subscriptionId").asText();
    Buyer.approve(created.required("normalUrl").asText());

    call(told.get(2).replace("TEST_CLOCK_ID", clock));
    await("the year's last charge")
        .atMost(WITHIN)
        .untilAsserted(() -> assertThat(stack.bank().lines(id)).hasSize(12));
    assertThat(call(told.get(3).replace("SUBSCRIPTION_ID", id)).toString()).contains("ACTIVE");
    assertThat(call(told.get(4).replace("SUBSCRIPTION_ID", id)).toString())
        .contains("ChargeSucceeded");
  }

  private JsonNode call(String command) throws Exception {
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-c", command).directory(Installation.find().root().toFile());
    shell.environment().put("RECUR_RUN_DIR", stack.runDirectory().toString());
    Process made = shell.redirectErrorStream(true).start();
    String answer = new String(made.getInputStream().readAllBytes(), UTF_8);
    assertThat(made.waitFor()).as(command + "\n" + answer).isZero();
    return Http.json(answer);
  }
}
