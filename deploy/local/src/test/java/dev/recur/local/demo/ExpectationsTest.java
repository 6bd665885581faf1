package dev.recur.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.local.demo.play.Plays;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads the committed diaries again: whoever writes by hand miscounts. */
class ExpectationsTest {

  private static final Pattern LINE =
      Pattern.compile(
          "  (\\S+ \\d\\d:\\d\\d:\\d\\d(?:[+-]\\d\\d:\\d\\d)?)  (\\w+) *  (.{11})  ( *(?:[0-9.]+ [A-Z]{3})?)(?:  (.*))?");

  private static final Pattern BOOKS =
      Pattern.compile(
          "paid, told and shown alike; (\\d+) webhooks, all signed, none missing(?:; (\\S+ \\S+) went back)?");

  /** A line's columns. */
  private record Line(ZonedDateTime at, String who, String about, String amount, String text) {

    private static Line of(String line, ZonedDateTime opens) {
      MatchResult columns = LINE.matcher(line).results().findFirst().orElseThrow();
      String time = columns.group(1).replace(' ', 'T');
      return new Line(
          time.length() > 19
              ? ZonedDateTime.parse(time)
              : ZonedDateTime.parse(time + opens.getOffset()),
          columns.group(2),
          columns.group(3).strip(),
          columns.group(4).strip(),
          Objects.requireNonNullElse(columns.group(5), ""));
    }

    private boolean isOf(String somebody) {
      return who.equals(somebody);
    }
  }

  private static Stream<Play> plays() {
    return Plays.all().stream();
  }

  @Test
  void expectations_shouldBeThoseOfThePlaysAndNoOthers() throws IOException, URISyntaxException {
    Path directory =
        Path.of(Objects.requireNonNull(Expectation.class.getResource("/demo")).toURI());
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(plays().map(play -> play.name() + ".txt").toList());
    }
  }

  @ParameterizedTest
  @MethodSource("plays")
  void diary_shouldBeginWithItsTitle_andStandInColumnsAndInTime(Play play) {
    assertThat(Expectation.lines(play.name()).getFirst()).isEqualTo(play.title());
    List<Line> lines = lines(play);
    assertThat(lines.getFirst().at().toInstant()).isEqualTo(play.opensAt().toInstant());
    assertThat(lines.stream().map(line -> line.at().toInstant())).isSorted();
  }

  @ParameterizedTest
  @MethodSource("plays")
  void books_shouldBeWhatTheLinesAddUpTo(Play play) {
    List<Line> lines = lines(play);
    Line books = lines.getLast();
    assertThat(books.who()).isEqualTo("books");
    assertThat(books.about()).isEqualTo("agree");
    MatchResult counted = BOOKS.matcher(books.text()).results().findFirst().orElseThrow();
    List<Line> moved =
        lines.stream()
            .filter(line -> line.isOf("bank") && line.text().contains("SUCCEEDED"))
            .toList();
    assertThat(sum(moved.stream().filter(line -> !line.about().equals("refund"))))
        .isEqualByComparingTo(amount(books.amount()));
    assertThat(sum(moved.stream().filter(line -> line.about().equals("refund"))))
        .isEqualByComparingTo(amount(Objects.requireNonNullElse(counted.group(2), "0 USD")));
    assertThat(lines.stream().filter(line -> line.isOf("webhook")))
        .hasSize(Integer.parseInt(counted.group(1)));
    // What the merchant was told is paid is what the bank has moved.
    assertThat(
            sum(
                lines.stream()
                    .filter(line -> line.isOf("webhook") && line.about().startsWith("period "))
                    .filter(line -> line.text().matches("(\\[\\w+] )?S; .*"))))
        .isEqualByComparingTo(amount(books.amount()));
  }

  /** Antom, Subscription update: the instants of its examples. */
  @ParameterizedTest
  @CsvSource({
    "upgrade, bank, period 1, 30.00 USD, 2026-03-13T18:15:29+08:00",
    "upgrade, bank, period 2, 30.00 USD, 2026-04-12T18:20:29+08:00",
    "upgrade, merchant, update, 50.00 USD, 2026-04-20T19:00:00+08:00",
    "upgrade, webhook, period 2, 20.00 USD, 2026-04-20T19:02:00+08:00",
    "upgrade, bank, period 3, 50.00 USD, 2026-05-12T18:20:29+08:00",
    "downgrade, bank, period 1, 50.00 USD, 2025-09-25T18:15:29+08:00",
    "downgrade, bank, period 2, 50.00 USD, 2025-10-24T18:20:29+08:00",
    "downgrade, merchant, update, 30.00 USD, 2025-10-30T19:00:00+08:00",
    "downgrade, webhook, refund, 20.00 USD, 2025-10-30T19:02:00+08:00",
    "downgrade, bank, period 3, 30.00 USD, 2025-11-24T18:20:29+08:00",
    "period-change, bank, period 1, 8.00 USD, 2026-03-16T08:18:54+08:00",
    "period-change, merchant, update, '', 2026-03-24T12:18:54+08:00",
    "next-subscription-date, bank, period 1, 30.00 USD, 2026-03-13T16:00:29+08:00",
    "next-subscription-date, merchant, update, '', 2026-03-20T19:00:00+08:00"
  })
  void examplesOfTheSeeds_shouldBeToTheSecond(
      String play, String who, String about, String amount, ZonedDateTime at) {
    assertThat(lines(play(play)))
        .anyMatch(
            line ->
                line.isOf(who)
                    && line.about().equals(about)
                    && line.amount().equals(amount)
                    && line.at().toInstant().equals(at.toInstant()));
  }

  /** Antom, Subscription update: when the periods of its examples begin, as webhooks tell it. */
  @ParameterizedTest
  @CsvSource({
    "upgrade, period 2, 2026-04-13 18:15:29",
    "upgrade, period 3, 2026-05-13 18:15:29",
    "downgrade, period 2, 2025-10-25 18:15:29",
    "downgrade, period 3, 2025-11-25 18:15:29",
    "period-change, period 2, 2026-03-23 08:18:54",
    "period-change, period 3, 2026-03-30 08:18:54",
    "period-change, period 4, 2026-04-30 08:18:54",
    "next-subscription-date, period 2, 2026-04-10 00:00:02",
    "next-subscription-date, period 3, 2026-05-10 00:00:02"
  })
  void periodsOfTheSeeds_shouldBeginToTheSecond(String play, String period, String start) {
    assertThat(lines(play(play)))
        .filteredOn(line -> line.isOf("webhook") && line.about().equals(period))
        .isNotEmpty()
        .allMatch(line -> line.text().startsWith("S; " + start + " to "));
  }

  private static Play play(String name) {
    return plays().filter(play -> play.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<Line> lines(Play play) {
    return Expectation.lines(play.name()).stream()
        .filter(line -> line.startsWith("  "))
        .map(line -> Line.of(line, play.opensAt()))
        .toList();
  }

  private static BigDecimal sum(Stream<Line> lines) {
    return lines.map(line -> amount(line.amount())).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal amount(String money) {
    return new BigDecimal(money.substring(0, money.indexOf(' ')));
  }
}
