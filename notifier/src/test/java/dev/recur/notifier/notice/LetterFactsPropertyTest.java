package dev.recur.notifier.notice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.notifier.notice.Mailing.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What lies on the topic of an e-mail, whatever happened. */
class LetterFactsPropertyTest {

  private static final Mailing MAILING =
      new Mailing("Shop", false, () -> Standing.KNOWN, Instant.parse("2026-11-21T10:00:00Z"));

  private static final Pattern NAME = Pattern.compile("[{,]\"([A-Za-z]+)\":");

  /** All that it may say: who is written to is not among it. */
  private static final Set<String> FIELDS =
      Set.of(
          "notice",
          "wording",
          "subscriptionId",
          "merchant",
          "sandbox",
          "description",
          "zone",
          "at",
          "writtenAt",
          "amountMinor",
          "currency",
          "periodUnit",
          "periodCount",
          "periodStart",
          "periodEnd",
          "next",
          "end",
          "cycles",
          "openEnded",
          "trialEnd",
          "reason",
          "reference");

  @Provide
  Arbitrary<List<LedgerEvent>> ledgers() {
    return Happenings.ledgers();
  }

  @Property(tries = 300)
  void facts_shouldBeReadAsTheyWereWritten(@ForAll("ledgers") List<LedgerEvent> ledger) {
    Optional<Context> known = Optional.empty();
    for (LedgerEvent event : ledger) {
      if (FanOut.take(known, event, List.of(), Optional.of(MAILING)) instanceof Step.Taken taken) {
        known = Optional.of(taken.context());
        List<Telling> mails =
            taken.tellings().stream().filter(telling -> telling.lane().isMail()).toList();
        assertThat(mails).hasSizeLessThanOrEqualTo(1);
        for (Telling mail : mails) {
          LetterFacts facts = LetterFacts.parse(mail.body().getBytes(UTF_8));
          assertThat(facts.toJson()).isEqualTo(mail.body());
          assertThat(mail.eventType()).isEqualTo(facts.wording().notice().eventType());
        }
      }
    }
  }

  @Test
  void facts_shouldSayNothingOfWhoIsWrittenTo() {
    Terms like =
        Story.terms(
            new Birth(Origin.CREATE, "order-17", Optional.empty()),
            Optional.of("2026-02-19T16:15:29+08:00"),
            Optional.of(12));
    Terms openEnded = Story.terms(Optional.empty());
    String json =
        about(openEnded).agreedEnd(openEnded).build().toJson()
            + about(openEnded)
                .payment(
                    new Payment(
                        "P1",
                        new Purpose.Period(1),
                        new Money(1, "PHP"),
                        Instant.EPOCH,
                        1,
                        Instant.EPOCH,
                        Instant.EPOCH))
                .price(Optional.of(new Money(1, "PHP")), new PeriodRule(PeriodUnit.DAY, 1))
                .next(Optional.of(Instant.EPOCH))
                .agreedEnd(like)
                .trialEnd(Optional.of(Instant.EPOCH))
                .reason("PROCESS_FAIL")
                .build()
                .toJson();

    assertThat(
            NAME.matcher(json).results().map(found -> found.group(1)).collect(Collectors.toSet()))
        .isEqualTo(FIELDS);
  }

  private static LetterFacts.Builder about(Terms terms) {
    return LetterFacts.about(
        LetterFacts.Wording.RECEIPT,
        new Context("S1", "M1", terms, Situation.created("GCASH"), 1, Map.of()),
        Instant.EPOCH,
        MAILING);
  }

  @Test
  void laterRelease_mayAddFields_andWhatIsNoFactsIsRefused() {
    String json =
        "{\"wording\":\"RESUMED\",\"new\":{\"a\":[1]},\"subscriptionId\":\"S1\",\"merchant\":\"M\","
            + "\"sandbox\":false,\"description\":\"C\",\"zone\":\"Z\","
            + "\"at\":\"2026-11-21T10:00:00Z\",\"writtenAt\":\"2026-11-21T10:00:00Z\"}";

    assertThat(LetterFacts.parse(json.getBytes(UTF_8)).wording())
        .isEqualTo(LetterFacts.Wording.RESUMED);
    for (String none :
        List.of("", "[]", "{", "{}", json.replace("RESUMED", "LATER"), json.replace("2026", "x"))) {
      assertThatThrownBy(() -> LetterFacts.parse(none.getBytes(UTF_8)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
