package dev.recur.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void money_shouldHaveTheDigitsOfItsCurrency() {
    assertThat(Words.money(1999, "USD")).isEqualTo("19.99 USD");
    assertThat(Words.money(0, "USD")).isEqualTo("0.00 USD");
    assertThat(Words.money(1999, "JPY")).isEqualTo("1999 JPY");
    assertThat(Words.money(1999, "KWD")).isEqualTo("1.999 KWD");
  }

  @Test
  void amount_shouldBeMinorUnitsAgain() {
    assertThat(Words.amount("19.99 USD")).isEqualTo(Map.of("currency", "USD", "value", "1999"));
    assertThat(Words.amount("1999 JPY")).isEqualTo(Map.of("currency", "JPY", "value", "1999"));
    assertThat(Words.amount("1.999 KWD")).isEqualTo(Map.of("currency", "KWD", "value", "1999"));
  }

  @Test
  void rule_shouldReadAsItIsSaid() {
    assertThat(Words.every(1, "MONTH")).isEqualTo("every month");
    assertThat(Words.every(2, "WEEK")).isEqualTo("every 2 weeks");
  }

  @Test
  void time_shouldShowItsOffsetOnlyWhereThatChanges() {
    TextNode wire = new TextNode("2026-03-29T01:30:00Z");
    assertThat(Words.second(wire, ZoneOffset.ofHours(8))).isEqualTo("2026-03-29 09:30:00");
    assertThat(Words.second(wire, ZoneId.of("Europe/Berlin")))
        .isEqualTo("2026-03-29 03:30:00+02:00");
    assertThat(Words.second(ZonedDateTime.parse("2026-03-28T02:30:00+01:00[Europe/Berlin]")))
        .isEqualTo("2026-03-28 02:30:00+01:00");
  }

  @Test
  void requestId_shouldBeNewAndKeepItsName() {
    String one = Words.requestId("top-up-1");
    assertThat(one).isNotEqualTo(Words.requestId("top-up-1"));
    assertThat(Words.name(one)).isEqualTo("top-up-1");
    assertThat(Words.name("another's")).isEqualTo("another's");
  }
}
