package dev.recur.notifier.fanout;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.notice.Birth;
import dev.recur.notifier.notice.Context;
import dev.recur.notifier.notice.ContractUrls;
import dev.recur.notifier.notice.Method;
import dev.recur.notifier.notice.Origin;
import dev.recur.notifier.notice.PeriodRule;
import dev.recur.notifier.notice.PeriodUnit;
import dev.recur.notifier.notice.Situation;
import dev.recur.notifier.notice.Terms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A newer version goes on with the contexts that an older one left. */
class ContextHistoryTest {

  /**
   * The bytes lie as the first version wrote them. What it did not know is told as it was told
   * then: nothing.
   */
  @Test
  void contextOfTheFirstVersion_shouldBeRead() throws IOException {
    Context expected =
        new Context(
            "S7a1f0c9be2d34856",
            "SANDBOX_M1",
            new Terms(
                new Birth(Origin.CREATE, "order-17", Optional.empty()),
                new ContractUrls(
                    "https://shop.example/hooks/subscription?shop=7",
                    "https://pay.shop.example:8443/hooks/payment"),
                Instant.parse("2025-02-19T08:15:29Z"),
                Optional.of(Instant.parse("2026-02-19T08:15:29Z")),
                ZoneId.of("+08:00"),
                new PeriodRule(PeriodUnit.MONTH, 1),
                Optional.empty(),
                Optional.empty(),
                false,
                true,
                Optional.empty(),
                false,
                Optional.empty(),
                false),
            new Situation(
                Situation.Phase.LIVE, new Method("GCASH", Optional.empty()), Optional.empty()),
            8,
            Map.of(
                "SANDBOX_M1 https://shop.example:443",
                2L,
                "SANDBOX_M1 https://pay.shop.example:8443",
                4L));

    assertThat(ContextCodec.decode(bytes("state/context-v1.hex"))).isEqualTo(expected);
  }

  private static byte[] bytes(String resource) throws IOException {
    String hex = Files.readString(Path.of("src/test/resources", resource), US_ASCII);
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }
}
