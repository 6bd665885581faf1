package dev.recur.service.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.service.command.Command;
import dev.recur.service.read.MerchantEndpoint;
import dev.recur.service.terms.EndpointSettings;
import dev.recur.service.testing.GatewayCaller;
import dev.recur.service.testing.MemoryMerchants;
import dev.recur.service.testing.RunningService;
import dev.recur.service.testing.ScriptedCommands;
import dev.recur.service.testing.TestMerchant;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is told, where a request names nobody. */
class TellingHttpTest {

  private static final RunningService SERVICE = RunningService.get();
  private static final GatewayCaller GATEWAY = new GatewayCaller(SERVICE);
  private static final TestMerchant MERCHANT = TestMerchant.make("TELLING_1", false);

  private static final MerchantEndpoint ENDPOINT =
      new MerchantEndpoint(
          "E" + "0".repeat(24),
          new EndpointSettings(
              "https://club.example/",
              List.of(),
              false,
              EndpointSettings.Ordering.BEST_EFFORT,
              EndpointSettings.Schedule.ANTOM,
              List.of(EndpointSettings.Signature.ANTOM),
              null,
              1),
          List.of(),
          Instant.EPOCH);

  private final ScriptedCommands commands = SERVICE.bean(ScriptedCommands.class);

  @BeforeEach
  void acceptEverything() {
    commands.accepting();
  }

  @ParameterizedTest
  @ValueSource(strings = {"subscriptions/create", "payments/pay", "payments/createPaymentSession"})
  void nobody_shouldBeRefused(String call) {
    SERVICE.bean(MemoryMerchants.class).put(MERCHANT.profile());
    assertThat(GATEWAY.post(MERCHANT, call, body(call)))
        .contains("PARAM_ILLEGAL", "is missing, and you have no endpoint that is told instead");
  }

  @ParameterizedTest
  @ValueSource(strings = {"subscriptions/create", "payments/pay", "payments/createPaymentSession"})
  void merchantsEndpoint_shouldDo(String call) {
    SERVICE.bean(MemoryMerchants.class).put(MERCHANT.profile(List.of(ENDPOINT)));
    assertThat(GATEWAY.post(MERCHANT, call, body(call))).contains("\"resultStatus\":\"S\"");
    Command.Create create = (Command.Create) commands.given().getLast();
    assertThat(create.terms().subscriptionNotificationUrl()).isEmpty();
  }

  @Test
  void namedUrl_shouldStayNamed() {
    SERVICE.bean(MemoryMerchants.class).put(MERCHANT.profile(List.of(ENDPOINT)));
    GATEWAY.post(MERCHANT, "subscriptions/create", CreateBodies.MONTHLY);
    Command.Create create = (Command.Create) commands.given().getLast();
    assertThat(create.terms().subscriptionNotificationUrl())
        .isEqualTo("https://club.example/hooks/subscription");
  }

  private static String body(String call) {
    return call.equals("subscriptions/create")
        ? CreateBodies.without("subscriptionNotificationUrl")
        : PaymentBodies.without("subscriptionInfo.subscriptionNotifyUrl");
  }
}
