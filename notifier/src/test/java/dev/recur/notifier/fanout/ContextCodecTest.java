package dev.recur.notifier.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.notice.Birth;
import dev.recur.notifier.notice.Context;
import dev.recur.notifier.notice.ContractUrls;
import dev.recur.notifier.notice.Method;
import dev.recur.notifier.notice.Money;
import dev.recur.notifier.notice.Origin;
import dev.recur.notifier.notice.PeriodRule;
import dev.recur.notifier.notice.PeriodUnit;
import dev.recur.notifier.notice.Situation;
import dev.recur.notifier.notice.Terms;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** What is kept is what is found again. */
class ContextCodecTest {

  @Property(tries = 200)
  void context_shouldComeBackAsItWas(
      @ForAll String text,
      @ForAll Origin origin,
      @ForAll PeriodUnit unit,
      @ForAll Situation.Phase phase,
      @ForAll int number,
      @ForAll @LongRange(min = 0, max = 4_102_444_800_000L) long ms,
      @ForAll boolean optional) {
    Instant time = Instant.ofEpochMilli(ms);
    Optional<Instant> maybe = optional ? Optional.of(time) : Optional.empty();
    String clean = text.replaceAll("[\\ud800-\\udfff]", "");
    Optional<String> said = optional ? Optional.of(clean) : Optional.empty();
    Context context =
        new Context(
            "S1",
            clean,
            new Terms(
                new Birth(origin, clean, said),
                new ContractUrls("https://a.example/" + clean, "https://b.example/"),
                time,
                maybe,
                ZoneId.of(optional ? "+08:00" : "Asia/Manila"),
                new PeriodRule(unit, number),
                said,
                said.map(currency -> new Money(ms, currency)),
                optional,
                !optional,
                said.map(_ -> number),
                !optional,
                maybe,
                optional),
            new Situation(phase, new Method(clean, said), maybe),
            ms,
            Map.of("lane", ms));

    assertThat(ContextCodec.decode(ContextCodec.encode(context))).isEqualTo(context);
  }
}
