package dev.recur.systemtests.merchant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recur.systemtests.expect.Diary;
import dev.recur.systemtests.expect.Notice;
import dev.recur.systemtests.expect.Told;
import dev.recur.systemtests.expect.WebhookCheck;
import dev.recur.systemtests.stack.Bank;
import dev.recur.systemtests.stack.Inbox.Webhook;
import dev.recur.systemtests.stack.Stack;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One subscription, as the bank, its merchant's inbox and inquiries show it. */
public final class Witness {

  private static final Duration WEBHOOKS_WITHIN = Duration.ofSeconds(30);

  private final Stack stack;
  private final OfficialSdk shop;
  private final Diary.Birth birth;
  private final Collection<String> requestIds = new TreeSet<>();
  private final List<String> told = new ArrayList<>();

  /** A witness of one subscription of a merchant. */
  public Witness(Stack stack, OfficialSdk shop, Diary.Birth birth) {
    this.stack = stack;
    this.shop = shop;
    this.birth = birth;
  }

  /** What is known of the subscription. */
  public Diary.Birth birth() {
    return birth;
  }

  /** From now on payments are known that were asked for with this id. */
  public String knows(String requestId) {
    requestIds.add(requestId);
    return requestId;
  }

  /** The subscription as an inquiry shows it. */
  public Map<String, Object> inquired() {
    return shop.inquire(birth.subscriptionId());
  }

  /** Its statuses, Antom's and the richer one. */
  public void is(String statuses) {
    Map<String, Object> inquired = inquired();
    assertThat(inquired.get("status") + " " + inquired.get("lifecycleStatus")).isEqualTo(statuses);
  }

  /** The bank's whole ledger of it, as the {@link Diary} has it; each key was presented once. */
  public void bank(String lines) throws IOException {
    List<Bank.Line> ledger = stack.bank().lines(birth.subscriptionId());
    Diary diary = diary();
    assertThat(text(ledger.stream().map(line -> diary.line(line.charge())).toList()))
        .isEqualTo(lines);
    assertThat(ledger).allMatch(line -> line.calls() == 1);
  }

  /** Since the last time exactly these webhooks arrived, in this order, genuine to the SDK. */
  public void tells(String lines) {
    tells(now -> assertThat(text(now)).isEqualTo(lines));
  }

  /** Since the last time webhooks arrived that are as they should be, genuine to the SDK. */
  public void tells(Consumer<List<String>> asExpected) {
    List<String> now = new ArrayList<>();
    await("webhooks")
        .atMost(WEBHOOKS_WITHIN)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(250))
        .untilAsserted(
            () -> {
              List<String> all = received();
              now.clear();
              now.addAll(all.subList(Math.min(told.size(), all.size()), all.size()));
              asExpected.accept(now);
            });
    told.addAll(now);
  }

  /** All that has arrived is what was asserted by {@link #tells}. */
  public void hasToldNothingElse() throws IOException {
    assertThat(text(received())).isEqualTo(text(told));
  }

  private List<String> received() throws IOException {
    List<Webhook> webhooks = stack.inbox().webhooks(List.of(birth.subscriptionId()));
    List<Told> all = webhooks.stream().map(Webhook::told).toList();
    WebhookCheck check = WebhookCheck.of(all.stream().map(Told::notice).toList(), all);
    assertThat(check.isCompleteAndInSequence()).as("%s", check).isTrue();
    assertThat(webhooks).allMatch(shop::verifies);
    return webhooks.stream().map(this::line).toList();
  }

  /** The line of a webhook; where it went is said when that is not the address of its kind. */
  private String line(Webhook webhook) {
    Notice notice = webhook.told().notice();
    String kind = notice.fields().getOrDefault(Notice.KIND, "").substring("notify".length());
    String about = webhook.path().replaceFirst(".*\\?about=", "");
    return diary().line(notice) + (about.equalsIgnoreCase(kind) ? "" : " to " + about);
  }

  private Diary diary() {
    return Diary.of(birth, requestIds);
  }

  /** As a text block has it. */
  private static String text(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }
}
