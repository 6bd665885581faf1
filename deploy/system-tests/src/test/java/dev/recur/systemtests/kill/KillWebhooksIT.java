package dev.recur.systemtests.kill;

import static dev.recur.systemtests.kill.KilledYear.END;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recur.systemtests.expect.WebhookCheck;
import dev.recur.systemtests.stack.Inbox.Webhook;
import dev.recur.systemtests.stack.OnStack;
import dev.recur.systemtests.stack.Report;
import dev.recur.systemtests.stack.Stack;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The webhooks of the year in which each process was killed: every one arrives, and is genuine. */
@OnStack
@Order(OnStack.LAST)
class KillWebhooksIT {

  /** A delivery that failed is made again after 2 minutes, and if need be 10 minutes later. */
  private static final Duration WEBHOOKS_WITHIN = Duration.ofMinutes(4);

  @Test
  void everyWebhook_shouldHaveArrived_andBeGenuine(Stack stack) throws IOException {
    KilledYear year = KilledYear.on(stack);
    Portfolio portfolio = year.portfolio();
    await("every webhook")
        .atMost(WEBHOOKS_WITHIN)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofSeconds(2))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(portfolio::webhooks, received -> incomplete(portfolio, received).isEmpty());
    List<Webhook> received = portfolio.webhooks();
    Map<String, WebhookCheck> checks = portfolio.checkWebhooks(END, received);
    Report.heading("KillWebhooksIT: the webhooks of the year of the kills");
    Report.count("webhooks expected", portfolio.expectedNotices(END));
    Report.count("webhooks found", checks.values().stream().mapToInt(WebhookCheck::found).sum());
    Report.count("lost", checks.values().stream().mapToInt(check -> check.lost().size()).sum());
    Report.count("delivered again", checks.values().stream().mapToInt(WebhookCheck::repeats).sum());

    assertThat(checks.values()).allSatisfy(check -> assertThat(check.isComplete()).isTrue());
    assertThat(received)
        .allSatisfy(webhook -> assertThat(year.merchant().verifies(webhook)).isTrue());
  }

  private static List<String> incomplete(Portfolio portfolio, List<Webhook> received) {
    return portfolio.checkWebhooks(END, received).entrySet().stream()
        .filter(check -> !check.getValue().isComplete())
        .map(Map.Entry::getKey)
        .toList();
  }
}
