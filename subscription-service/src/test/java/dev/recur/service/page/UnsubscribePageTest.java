package dev.recur.service.page;

import static dev.recur.service.page.BuyersBrowser.BROWSER;
import static dev.recur.service.page.BuyersBrowser.HTTP;
import static dev.recur.service.page.BuyersBrowser.PROGRAM;
import static dev.recur.service.page.BuyersBrowser.SERVICE;
import static dev.recur.service.page.BuyersBrowser.action;
import static dev.recur.service.page.BuyersBrowser.active;
import static dev.recur.service.page.BuyersBrowser.ann;
import static dev.recur.service.page.BuyersBrowser.form;
import static dev.recur.service.page.BuyersBrowser.get;
import static dev.recur.service.page.BuyersBrowser.know;
import static dev.recur.service.page.BuyersBrowser.post;
import static dev.recur.service.page.BuyersBrowser.unsubscribe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.buyer.BuyerNotice;
import dev.recur.service.buyer.KeptBuyers;
import dev.recur.service.buyer.MemoryBuyers;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.testing.HttpCaller.Response;
import dev.recur.service.testing.ScriptedCommands;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The links with which a buyer does without reminders. */
class UnsubscribePageTest {

  private final ScriptedCommands commands = SERVICE.bean(ScriptedCommands.class);
  private final MemoryBuyers memory = SERVICE.bean(MemoryBuyers.class);
  private final KeptBuyers buyers = SERVICE.bean(KeptBuyers.class);

  @BeforeEach
  void acceptEverything() {
    commands.accepting();
  }

  @AfterEach
  void beAsBefore() {
    memory.setFailing(false);
    memory.setCaughtUp(true);
  }

  @ParameterizedTest
  @EnumSource(
      value = BuyerNotice.class,
      names = {"TRIAL_ENDING", "RENEWAL_UPCOMING"})
  void oneClick_shouldUnsubscribeAtOnceAndOnlyFromThat(BuyerNotice notice) {
    SubscriptionView view = know(active());
    memory.put(view.clientId(), view.subscriptionId(), ann());
    for (int i = 0; i < 2; i++) {
      // As RFC 8058 has a mail program send it.
      Response done = form(unsubscribe(view, notice), PROGRAM, "List-Unsubscribe=One-Click");
      assertThat(done.status()).isEqualTo(200);
      assertThat(done.text()).contains("\"decision\":\"unsubscribed\"");
    }
    assertThat(buyers.find(view.subscriptionId())).contains(ann().without(Set.of(notice)));
    assertThat(commands.given()).isEmpty();
  }

  @Test
  void browser_shouldBeAskedAndThenTold() {
    SubscriptionView view = know(active());
    memory.put(view.clientId(), view.subscriptionId(), ann());
    Response asked = get(unsubscribe(view, BuyerNotice.RENEWAL_UPCOMING));
    assertThat(asked.text())
        .contains("Do not remind me", "about to renew", "Everything else stays as it is.")
        .doesNotContain("ann@example.com", "null", "/cancel?", "/method?");
    Response told =
        HTTP.send("POST", SERVICE.gatewayUrl() + action(asked.text(), "unsubscribe"), BROWSER, "");
    assertThat(told.status()).isEqualTo(200);
    assertThat(told.text()).contains("Unsubscribed").doesNotContain("<form", "null");
    assertThat(buyers.find(view.subscriptionId()).orElseThrow().unsubscribed())
        .containsExactly(BuyerNotice.RENEWAL_UPCOMING);
    assertThat(get(unsubscribe(view, BuyerNotice.RENEWAL_UPCOMING)).text())
        .as("done is not asked again")
        .contains("Unsubscribed")
        .doesNotContain("<form");
    assertThat(get(unsubscribe(view, BuyerNotice.TRIAL_ENDING)).text())
        .contains("Do not remind me");
  }

  @Test
  void unsubscribing_shouldNotBeClaimedWhereItIsNotKnown() {
    SubscriptionView view = know(active());
    memory.put(view.clientId(), view.subscriptionId(), ann());
    memory.setFailing(true);
    String link = unsubscribe(view, BuyerNotice.TRIAL_ENDING);
    assertThat(post(link, PROGRAM, "").status()).isEqualTo(503);
    assertThat(post(link, BROWSER, "").status()).isEqualTo(503);
  }

  /** Also for a buyer who is forgotten: there is nobody to write to. */
  @Test
  void unsubscribingOfNobody_shouldBeDone() {
    SubscriptionView view = know(active());
    String link = unsubscribe(view, BuyerNotice.TRIAL_ENDING);
    Response done = post(link, PROGRAM, "");
    assertThat(done.status()).isEqualTo(200);
    assertThat(done.text()).contains("\"decision\":\"nobodyToWriteTo\"");
    assertThat(memory.find(view.subscriptionId())).isNull();
    memory.put(view.clientId(), view.subscriptionId(), ann());
    buyers.forget(view.clientId(), view.subscriptionId());
    for (Response page : List.of(get(link), post(link, BROWSER, ""))) {
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.text())
          .contains("nobody is written to")
          .doesNotContain("Unsubscribed", "<form", "null");
    }
  }

  @Test
  void whoStillReads_shouldNotSayWhatIsWanted() {
    SubscriptionView view = know(active());
    memory.setCaughtUp(false);
    assertThat(get(unsubscribe(view, BuyerNotice.TRIAL_ENDING)).status()).isEqualTo(503);
  }
}
