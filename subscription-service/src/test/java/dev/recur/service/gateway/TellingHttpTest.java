package dev.recur.service.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.service.admin.AdminSettings;
import dev.recur.service.command.Command;
import dev.recur.service.input.Fields;
import dev.recur.service.read.MerchantEndpoint;
import dev.recur.service.terms.EndpointSettings;
import dev.recur.service.testing.GatewayCaller;
import dev.recur.service.testing.MemoryMerchants;
import dev.recur.service.testing.RunningService;
import dev.recur.service.testing.ScriptedCommands;
import dev.recur.service.testing.TestMerchant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** What the notifier never posts to, so that nobody would ever be told. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "subscriptions/create | subscriptionNotificationUrl | https://10.1.2.3/hooks | leads to 10.1.2.3",
        "subscriptions/create | paymentNotificationUrl | https://[::1]/hooks | webhooks must not reach",
        "subscriptions/create | subscriptionNotificationUrl | http://club.example/ | is plain http",
        "subscriptions/create | subscriptionNotificationUrl | https://club.example:25/ | has port 25",
        "subscriptions/create | subscriptionNotificationUrl | https://2130706433/ | a number for a host",
        "payments/pay | subscriptionInfo.subscriptionNotifyUrl | https://127.0.0.1/ | leads to 127.0.0.1",
        "payments/pay | paymentNotifyUrl | https://169.254.169.254/ | leads to 169.254.169.254",
        "payments/createPaymentSession | paymentNotifyUrl | https://192.168.0.1/ | leads to 192.168.0.1",
        "payments/refund | refundNotifyUrl | https://172.16.0.1/ | leads to 172.16.0.1"
      })
  void urlThatIsNeverPostedTo_shouldBeRefused(String call, String field, String url, String words) {
    SERVICE.bean(MemoryMerchants.class).put(MERCHANT.profile());
    assertThat(GATEWAY.post(MERCHANT, call, naming(call, field, url)))
        .contains("PARAM_ILLEGAL", field + " ", words);
    assertThat(commands.given()).isEmpty();
  }

  /** As a local stack has it. */
  @Test
  void allowedNetwork_shouldBeTold_alsoByPlainHttp() {
    Fields body = Fields.of(Map.of());
    Telling telling = telling(List.of("127.0.0.0/8"));
    telling.requireReachable(body, "url", "http://127.0.0.1:8080/hooks");
    telling.requireReachable(body, "url", "https://club.example/");
    telling.requireReachable(body, "url", "");
    telling.requireReachable(body, "url", null);
    assertThatThrownBy(() -> telling.requireReachable(body, "url", "http://10.0.0.1/"))
        .hasMessageContaining("leads to 10.0.0.1");
  }

  /** A name is not looked up: what it leads to is seen when it is called. */
  @Test
  void name_shouldBeAccepted_whateverItLeadsTo() {
    telling(List.of()).requireReachable(Fields.of(Map.of()), "url", "https://localhost/");
  }

  private static Telling telling(List<String> allowed) {
    return new Telling(new AdminSettings("operators-only", Duration.ofMinutes(4), allowed));
  }

  private static String naming(String call, String field, String url) {
    String value = "\"" + url + "\"";
    return switch (call) {
      case "subscriptions/create" -> CreateBodies.with(field, value);
      case "payments/refund" ->
          """
          {"refundRequestId": "r-1", "paymentId": "%s",
           "refundAmount": {"currency": "USD", "value": "1"}, "%s": %s}
          """
              .formatted("S" + "0".repeat(40) + "P" + "0".repeat(16), field, value);
      default -> PaymentBodies.edited(PaymentBodies.MONTHLY, field, value);
    };
  }

  private static String body(String call) {
    return call.equals("subscriptions/create")
        ? CreateBodies.without("subscriptionNotificationUrl")
        : PaymentBodies.without("subscriptionInfo.subscriptionNotifyUrl");
  }
}
