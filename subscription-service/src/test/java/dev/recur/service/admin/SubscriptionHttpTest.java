package dev.recur.service.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.service.command.Command;
import dev.recur.service.command.Reply;
import dev.recur.service.read.Authorisation.Decision;
import dev.recur.service.read.Lifecycle;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.testing.HttpCaller;
import dev.recur.service.testing.HttpCaller.Response;
import dev.recur.service.testing.MemorySubscriptions;
import dev.recur.service.testing.RunningService;
import dev.recur.service.testing.ScriptedCommands;
import dev.recur.service.testing.Views;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators decide about one subscription. */
class SubscriptionHttpTest {

  private static final RunningService SERVICE = RunningService.get();
  private static final HttpCaller HTTP = new HttpCaller(SERVICE);
  private static final Map<String, String> OPERATOR =
      Map.of("Authorization", "Bearer " + RunningService.ADMIN_TOKEN);

  private final ScriptedCommands commands = SERVICE.bean(ScriptedCommands.class);
  private final MemorySubscriptions subscriptions = SERVICE.bean(MemorySubscriptions.class);
  private final SubscriptionView view =
      Views.in(Views.plain(SERVICE.live(), UUID.randomUUID().toString()), Lifecycle.PASTDUE);
  private final String id = view.subscriptionId();

  @BeforeEach
  void acceptEverything() {
    commands.accepting();
    subscriptions.put(view, Views.authorisation(Decision.APPROVED), List.of());
  }

  @AfterEach
  void knowEverything() {
    subscriptions.setCaughtUp(true);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "\"false\", false"})
  void heldCycles_shouldBeDecidedInTheMerchantsName(String approve, boolean approved) {
    Response response = post(id, "held-cycles", "{\"approve\": " + approve + "}");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.text())
        .isEqualTo("{\"subscriptionId\":\"" + id + "\",\"approved\":" + approved + "}");
    assertThat(commands.given())
        .containsExactly(new Command.DecideHeldCycles(SERVICE.live().clientId(), id, approved));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"note\": null}", "{\"note\": \"looked\"}"})
  void release_shouldNeedNoNote(String body) {
    Response response = post(id, "release", body);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.text()).isEqualTo("{\"subscriptionId\":\"" + id + "\"}");
    assertThat(commands.given())
        .containsExactly(
            new Command.Release(
                SERVICE.live().clientId(), id, body.contains("looked") ? "looked" : null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"held-cycles", "release"})
  void unknownSubscription_shouldBeA404(String what) {
    String unknown = Views.plain(SERVICE.live(), UUID.randomUUID().toString()).subscriptionId();
    for (String nobody : List.of("2026", unknown)) {
      Response response = post(nobody, what, body(what));
      assertThat(response.status()).isEqualTo(404);
      assertThat(response.text()).contains("no such subscription");
    }
    assertThat(commands.given()).isEmpty();
    commands.answering(
        command -> new Reply.Decided(false, "SUBSCRIPTION_NOT_EXIST", "There is none.", 0));
    assertThat(post(id, what, body(what)).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"held-cycles, Nothing is held.", "release, It is not parked."})
  void whatDoesNotApply_shouldBeA409WithTheWorkersWords(String what, String words) {
    commands.answering(command -> new Reply.Decided(false, "PROCESS_FAIL", words, 7));
    Response response = post(id, what, body(what));
    assertThat(response.status()).isEqualTo(409);
    assertThat(response.text()).isEqualTo("{\"message\":\"" + words + "\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"held-cycles", "release"})
  void notDecided_shouldAskToAskAgain(String what) {
    commands.answering(command -> new Reply.Undecided(Reply.Why.NO_ANSWER));
    assertThat(post(id, what, body(what)).status()).isEqualTo(503);
    commands.answering(command -> new Reply.Underway("PAYMENT_IN_PROCESS", "One runs.", 7));
    Response response = post(id, what, body(what));
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.text()).contains("One runs. Ask again.");
    subscriptions.setCaughtUp(false);
    assertThat(post("2026", what, body(what)).status()).isEqualTo(503);
  }

  @Test
  void wrongField_shouldBeNamed() {
    assertThat(post(id, "held-cycles", "{}").text()).contains("approve is missing");
    assertThat(post(id, "held-cycles", "{\"approve\": 1}").text()).contains("neither true nor");
    assertThat(post(id, "held-cycles", "").text()).contains("JSON");
    Response note = post(id, "release", "{\"note\": \"" + "x".repeat(257) + "\"}");
    assertThat(note.status()).isEqualTo(400);
    assertThat(note.text()).contains("note has 257 characters: send at most 256");
    assertThat(commands.given()).isEmpty();
  }

  private static String body(String what) {
    return what.equals("release") ? "{\"note\": \"looked\"}" : "{\"approve\": true}";
  }

  private static Response post(String subscriptionId, String what, String body) {
    return HTTP.send(
        "POST",
        SERVICE.adminUrl() + "/admin/subscriptions/" + subscriptionId + "/" + what,
        OPERATOR,
        body);
  }
}
