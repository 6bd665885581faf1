package dev.recur.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests with an id of their own: the same content gets the same answer for ever, other content
 * under the same id REPEAT_REQ_INCONSISTENT, which is told once of each kind.
 */
class RepeatsTest {
  private static final String START = "2026-01-01T00:00:00Z";

  /**
   * One kind of request.
   *
   * @param first asks for something
   * @param other asks for something else under the same id
   */
  record Kind(
      String name, Offer offer, Function<Diary, Answer> first, Function<Diary, Answer> other) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Kind> kinds() {
    return Stream.of(
        new Kind(
            "update",
            Offer.from(START),
            d -> d.update(NewTerms.of("q").price(5000)),
            d -> d.update(NewTerms.of("q").price(5001))),
        new Kind(
            "update now or later",
            Offer.from(START),
            d -> d.update(NewTerms.of("q").price(5000)),
            d -> d.update(NewTerms.of("q").price(5000).fromTheNextPeriod())),
        new Kind(
            "difference to pay",
            Offer.from(START),
            d -> d.update(NewTerms.of("q").price(5000).pay(100)),
            d -> d.update(NewTerms.of("q").price(5000).pay(101))),
        new Kind(
            "difference to give back",
            Offer.from(START),
            d -> d.update(NewTerms.of("q").price(1000).giveBack(100)),
            d -> d.update(NewTerms.of("q").price(1000).pay(100))),
        new Kind(
            "moved date",
            Offer.from(START),
            d -> d.update(NewTerms.of("q").nextPeriodAt("2026-01-20T00:00:00Z")),
            d -> d.update(NewTerms.of("q").nextPeriodAt("2026-01-21T00:00:00Z"))),
        new Kind(
            "pause",
            Offer.from(START),
            d -> d.pause("q"),
            d -> d.pauseUntil("q", "2026-05-01T00:00:00Z")),
        new Kind(
            "replaced method",
            Offer.from(START),
            d -> d.replaceMethod("q", "DANA"),
            d -> d.replaceMethod("q", "MAYA")),
        new Kind(
            "charge",
            Offer.from(START).selfManaged(),
            d -> d.charge("q"),
            d -> d.charge("q", Optional.of(Given.usd(1)))),
        new Kind(
            "refund",
            Offer.from(START),
            d -> d.refund("q", d.paymentOf(1), 100),
            d -> d.refund("q", d.paymentOf(1), 101)),
        new Kind(
            "create",
            Offer.from(START),
            d -> d.create(Given.monthly(START)),
            d -> d.create(Offer.from(START).price(1).build())));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void acceptedRequest_shouldGetTheSameAnswerAndLeaveNoTrace(Kind kind) {
    Diary diary = Diary.approved(START, kind.offer().build());
    assertThat(kind.first().apply(diary).succeeded()).isTrue();
    diary.skip();
    assertThat(kind.first().apply(diary).succeeded()).isTrue();
    diary.tells();
  }

  /** Also once the subscription is over. */
  @ParameterizedTest
  @MethodSource("kinds")
  void acceptedRequestRepeatedAfterTheEnd_shouldGetTheSameAnswer(Kind kind) {
    Diary diary = Diary.approved(START, kind.offer().build());
    Answer first = kind.first().apply(diary);
    diary.terminate();
    diary.skip();
    assertThat(kind.first().apply(diary)).isEqualTo(first);
    diary.tells();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void otherContent_shouldBeInconsistent(Kind kind) {
    Diary diary = Diary.approved(START, kind.offer().build());
    assertThat(kind.first().apply(diary).succeeded()).isTrue();
    Answer other = kind.other().apply(diary.skip());
    assertThat(kind.other().apply(diary)).isEqualTo(other);
    diary.tells("2026-01-01T00:00:00Z CommandRefused REPEAT_REQ_INCONSISTENT");
    assertThat(other.code()).isEqualTo("REPEAT_REQ_INCONSISTENT");
    assertThat(other.message()).contains("use a new id");
    assertThat(kind.first().apply(diary).succeeded()).as("the first content still counts").isTrue();
  }

  /** A refusal is final too, unless it says to ask again; and it is told once. */
  @Test
  void refusedRequest_shouldBeRefusedAlikeWhateverHasChangedSince() {
    Diary diary = Diary.monthly(START).channel(ScriptedChannel.HARD);
    diary.until("2026-02-10T00:00:00Z");
    Answer refused = diary.update(NewTerms.of("q").price(5000).pay(100));
    assertThat(refused.code()).isEqualTo("PROCESS_FAIL");
    diary.replaceMethod("m-1", "DANA");
    diary.skip();
    assertThat(diary.update(NewTerms.of("q").price(5000).pay(100))).isEqualTo(refused);
    diary.tells();
    assertThat(diary.update(NewTerms.of("q").price(5000)).code())
        .isEqualTo("REPEAT_REQ_INCONSISTENT");
  }

  /** A resume has no content, so no other content either. */
  @Test
  void resumeRepeated_shouldNotEndALaterPause() {
    Diary diary = Diary.monthly(START);
    diary.pause("p-1");
    diary.resume("p-2");
    diary.pause("p-3");
    diary.skip();
    assertThat(diary.resume("p-2").succeeded()).isTrue();
    diary.tells();
    assertThat(diary.status()).isEqualTo(LifecycleStatus.PAUSED);
  }

  /** A text may be all that an update asks for, so another text is another update. */
  @Test
  void otherText_shouldBeInconsistent() {
    Diary diary = Diary.monthly(START);
    diary.update(NewTerms.of("q").text("Gold"));
    assertThat(diary.update(NewTerms.of("q").text("Silver")).code())
        .isEqualTo("REPEAT_REQ_INCONSISTENT");
    assertThat(diary.live().head().terms().description()).isEqualTo("Gold");
  }

  /** Every kind counts its ids for itself, as each call of the contract does. */
  @Test
  void sameIdOfAnotherKind_shouldBeAnotherRequest() {
    Diary diary = Diary.monthly(START);
    assertThat(diary.update(NewTerms.of("q").price(5000)).succeeded()).isTrue();
    assertThat(diary.pause("q").succeeded()).isTrue();
    assertThat(diary.refund("q", diary.paymentOf(1), 100).succeeded()).isTrue();
  }

  /** Decisions without an id of their own are told once, however often they are refused. */
  @Test
  void refusedAgainAndAgain_shouldBeToldOnce() {
    Diary diary = Diary.monthly(START);
    for (int i = 0; i < 3; i++) {
      assertThat(diary.decline().code()).isEqualTo("PROCESS_FAIL");
    }
    assertThat(diary.approve().succeeded()).as("it is what it asks for").isTrue();
    diary.tells("2026-01-01T00:00:00Z CommandRefused PROCESS_FAIL");
  }
}
