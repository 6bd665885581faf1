package dev.recur.notifier.mail;

import dev.recur.notifier.mail.Letter.Fact;
import dev.recur.notifier.mail.Letter.Link;
import dev.recur.notifier.notice.LetterFacts;
import dev.recur.notifier.notice.LetterFacts.Span;
import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.buyer.BuyerLink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts facts and a buyer into words: the same ones make the same letter. */
final class Writer {

  /**
   * How long links stay the same, counted from the event. Every attempt of a schedule is made
   * within it; what was held for longer gets links that are good for their whole time again.
   */
  private static final Duration LINKS_STAY = Duration.ofDays(7);

  private final BuyerLink links;
  private final String linksBegin;

  /**
   * A writer.
   *
   * @param linksBegin where buyers reach the pages, without a slash at the end
   */
  Writer(BuyerLink links, String linksBegin) {
    this.links = links;
    this.linksBegin = linksBegin;
  }

  /**
   * The letter.
   *
   * @param now real time of the attempt
   */
  Letter write(LetterFacts facts, BuyerData buyer, Instant now) {
    Phrases phrases = Phrases.in(buyer.locale());
    String wording = facts.wording().name();
    String description = Lines.of(facts.description());
    String merchant = Lines.of(facts.merchant());
    String amount = facts.amount().map(phrases::amount).orElse("");
    Object[] gaps = {
      description,
      merchant,
      amount,
      facts.next().map(time -> phrases.day(time, facts.zone())).orElse(""),
      facts.periodRule().map(phrases::every).orElse(""),
      facts.period().map(Span::start).map(time -> phrases.day(time, facts.zone())).orElse("")
    };
    Instant linksFrom = linksFrom(facts, now);
    return new Letter(
        phrases.language(),
        phrases.say(wording + ".subject", gaps),
        merchant,
        description,
        facts.sandbox() ? Optional.of(phrases.say("rehearsal")) : Optional.empty(),
        facts.amount().isPresent()
            ? Optional.of(phrases.find(wording + ".amount", gaps).orElse(amount))
            : Optional.empty(),
        phrases.say(wording + ".title", gaps),
        buyer
            .name()
            .map(Lines::of)
            .filter(name -> !name.isEmpty())
            .map(name -> phrases.say("greeting.name", name))
            .orElseGet(() -> phrases.say("greeting")),
        paragraphs(facts, phrases, gaps),
        facts(facts, phrases),
        new Link(
            phrases.find(wording + ".button").orElseGet(() -> phrases.say("button")),
            linksBegin + links.page(facts.subscriptionId(), linksFrom)),
        facts.wording().notice().isOptional()
            ? Optional.of(
                new Link(
                    phrases.say("unsubscribe"),
                    linksBegin
                        + links.unsubscribe(
                            facts.subscriptionId(), facts.wording().notice(), linksFrom)))
            : Optional.empty(),
        phrases.say("footer", gaps));
  }

  private static Instant linksFrom(LetterFacts facts, Instant now) {
    Duration age = Duration.between(facts.writtenAt(), now);
    long weeks = Math.max(0, age.toMillis() / LINKS_STAY.toMillis());
    return facts.writtenAt().plus(LINKS_STAY.multipliedBy(weeks));
  }

  private static List<String> paragraphs(LetterFacts facts, Phrases phrases, Object[] gaps) {
    List<String> paragraphs = new ArrayList<>();
    String wording = facts.wording().name();
    // What happens when, where that is known; else the same without.
    phrases
        .find(wording + (facts.next().isPresent() ? ".text.dated" : ".text.undated"), gaps)
        .or(() -> phrases.find(wording + ".text", gaps))
        .ifPresent(paragraphs::add);
    facts.reason().flatMap(code -> phrases.find("reason." + code)).ifPresent(paragraphs::add);
    phrases.find(wording + ".mend", gaps).ifPresent(paragraphs::add);
    return paragraphs;
  }

  private static List<Fact> facts(LetterFacts facts, Phrases phrases) {
    List<Fact> lines = new ArrayList<>();
    facts
        .period()
        .ifPresent(
            span ->
                lines.add(
                    new Fact(
                        phrases.say("fact.period"),
                        phrases.say(
                            "fact.period.text",
                            phrases.day(span.start(), facts.zone()),
                            phrases.lastDay(span, facts.zone())))));
    phrases
        .find(facts.wording() + ".at")
        .ifPresent(label -> lines.add(new Fact(label, phrases.day(facts.at(), facts.zone()))));
    facts
        .next()
        .flatMap(
            time ->
                phrases
                    .find(facts.wording() + ".next")
                    .map(label -> new Fact(label, phrases.day(time, facts.zone()))))
        .ifPresent(lines::add);
    facts
        .reference()
        .ifPresent(id -> lines.add(new Fact(phrases.say("fact.reference"), Lines.of(id))));
    lines.add(new Fact(phrases.say("fact.subscription"), Lines.of(facts.subscriptionId())));
    return lines;
  }
}
