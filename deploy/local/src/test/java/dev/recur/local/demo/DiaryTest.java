package dev.recur.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiaryTest {

  private static final ZonedDateTime AT = ZonedDateTime.parse("2025-03-18T16:20:29+08:00");
  private static final Entry CHARGE =
      new Entry(AT, Entry.Who.BANK, "period 2", "19.99 USD", "SUCCEEDED");

  @Test
  void entry_shouldStandInColumnsWithoutTrailingBlanks() {
    assertThat(CHARGE.line())
        .isEqualTo("  2025-03-18 16:20:29  bank      period 2      19.99 USD  SUCCEEDED");
    assertThat(new Entry(AT, Entry.Who.MERCHANT, "cancel", "", "").line())
        .isEqualTo("  2025-03-18 16:20:29  merchant  cancel");
  }

  @Test
  void entries_shouldComeInTimeAndThenFromCauseToEffect() {
    Entry webhook = new Entry(AT, Entry.Who.WEBHOOK, "", "", "");
    Entry earlier = new Entry(AT.minusSeconds(1), Entry.Who.INQUIRY, "", "", "");
    List<Entry> entries = new ArrayList<>(List.of(webhook, CHARGE, earlier));
    entries.sort(Entry.IN_TIME);
    assertThat(entries).containsExactly(earlier, CHARGE, webhook);
  }

  @Test
  void colour_shouldBeShownButNotKept() {
    Diary plain = diary(false);
    assertThat(plain.lines()).containsExactly("A year", "", "A month", CHARGE.line());
    assertThat(plain.shown()).isEqualTo(plain.lines());

    Diary coloured = diary(true);
    assertThat(coloured.lines()).isEqualTo(plain.lines());
    assertThat(coloured.shown().getLast()).contains("\u001b[32mbank    \u001b[0m");
  }

  @Test
  void lineMissingOrTwice_shouldBeTheOnlyOneThatDiffers() {
    List<String> expected = List.of("a", "b", "c");
    assertThat(Difference.of(expected, expected)).isEmpty();
    assertThat(Difference.of(expected, List.of("a", "c"))).containsExactly("expected, line   2: b");
    assertThat(Difference.of(expected, List.of("a", "b", "b", "c"))).hasSize(1);
    assertThat(Difference.of(expected, List.of())).hasSize(3);
  }

  private static Diary diary(boolean colour) {
    Diary diary = new Diary(colour);
    diary.heading("A year");
    diary.heading("A month");
    diary.write(List.of(CHARGE));
    return diary;
  }
}
