package dev.recur.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiaryTest {

  private static final OffsetDateTime AT = OffsetDateTime.parse("2025-03-18T16:20:29+08:00");
  private static final Entry CHARGE =
      new Entry(AT, Entry.What.CHARGE, "period 2", "19.99 USD", "SUCCEEDED");

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private PrintStream out() {
    return new PrintStream(printed, true, UTF_8);
  }

  @Test
  void entry_shouldStandInColumnsWithoutTrailingBlanks() {
    assertThat(CHARGE.line())
        .isEqualTo("  2025-03-18 16:20:29  charge   period 2       19.99 USD  SUCCEEDED");
    assertThat(Entry.of(AT, Entry.What.CANCEL, "subscription", "").line())
        .isEqualTo("  2025-03-18 16:20:29  cancel   subscription");
  }

  @Test
  void entries_shouldComeInTimeAndThenFromCauseToEffect() {
    Entry webhook = Entry.of(AT, Entry.What.WEBHOOK, "", "");
    Entry earlier = Entry.of(AT.minusSeconds(1), Entry.What.INQUIRY, "", "");
    List<Entry> entries = new ArrayList<>(List.of(webhook, CHARGE, earlier));
    entries.sort(Entry.IN_TIME);
    assertThat(entries).containsExactly(earlier, CHARGE, webhook);
  }

  @Test
  void colour_shouldBeShownButNotKept() {
    Diary plain = new Diary(out(), false);
    plain.heading("A year");
    plain.heading("A month");
    plain.write(List.of(CHARGE));
    assertThat(printed.toString(UTF_8).lines()).containsExactlyElementsOf(plain.lines());
    assertThat(plain.lines()).containsExactly("A year", "", "A month", CHARGE.line());

    printed.reset();
    Diary coloured = new Diary(out(), true);
    coloured.heading("A year");
    coloured.heading("A month");
    coloured.write(List.of(CHARGE));
    assertThat(printed.toString(UTF_8)).contains("\u001b[32mcharge \u001b[0m");
    assertThat(coloured.lines()).isEqualTo(plain.lines());
  }

  @Test
  void money_shouldHaveTheDigitsOfItsCurrency() {
    assertThat(Words.money(1999, "USD")).isEqualTo("19.99 USD");
    assertThat(Words.money(0, "USD")).isEqualTo("0.00 USD");
    assertThat(Words.money(1999, "JPY")).isEqualTo("1999 JPY");
    assertThat(Words.money(1999, "KWD")).isEqualTo("1.999 KWD");
  }

  @Test
  void ranges_shouldBeShortOnlyWhenNothingIsMissingOrTwice() {
    assertThat(Observer.ranges(List.of(2, 3, 4))).isEqualTo("2 to 4, one each");
    assertThat(Observer.ranges(List.of(2, 4))).isEqualTo("[2, 4]");
    assertThat(Observer.ranges(List.of(2, 3, 3))).isEqualTo("[2, 3, 3]");
    assertThat(Observer.ranges(List.of())).isEqualTo("none");
  }

  @Test
  void diaryAsExpected_shouldBeTrueAndSayNothing() {
    assertThat(demo().isAsExpected(Expectation.lines(), Expectation.lines())).isTrue();
    assertThat(printed.size()).isZero();
  }

  @Test
  void everySingleLineThatDiffers_shouldBeFalseAndShown() {
    List<String> expected = Expectation.lines();
    for (int i = 0; i < expected.size(); i++) {
      printed.reset();
      List<String> actual = new ArrayList<>(expected);
      actual.set(i, expected.get(i) + " or so");
      assertThat(demo().isAsExpected(expected, actual)).isFalse();
      assertThat(printed.toString(UTF_8).lines().skip(2))
          .containsExactly(
              "expected, line %3d: %s".formatted(i + 1, expected.get(i)),
              "actual,   line %3d: %s".formatted(i + 1, actual.get(i)));
    }
  }

  @Test
  void lineMissingOrTwice_shouldBeTheOnlyOneShown() {
    List<String> expected = List.of("a", "b", "c");
    assertThat(Difference.of(expected, List.of("a", "c"))).containsExactly("expected, line   2: b");
    assertThat(Difference.of(expected, List.of("a", "b", "b", "c"))).hasSize(1);
    assertThat(Difference.of(expected, List.of())).hasSize(3);
  }

  @Test
  void noStack_shouldBeFalseAndSaySo() {
    assertThat(demo().play()).isFalse();
    assertThat(printed.toString(UTF_8)).contains("no-such-stack.json");
  }

  private Demo demo() {
    return new Demo(Path.of("no-such-stack.json"), out(), false);
  }
}
