package dev.recur.notifier.mail;

import dev.recur.notifier.mail.Letter.Fact;
import dev.recur.notifier.mail.Letter.Link;
import dev.recur.notifier.notice.LetterFacts;
import dev.recur.notifier.notice.LetterFacts.Span;
import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.buyer.BuyerLanguages;
import dev.recur.schemas.buyer.BuyerLink;
import dev.recur.schemas.buyer.BuyerWords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts facts and a buyer into words: the same ones make the same letter. */
final class Writer {

  /**
   * How long links stay the same, counted from the event. Every attempt of a schedule is made
   * within it; what was held for longer gets links that are good for their whole time again.
   */
  private static final Duration LINKS_STAY = Duration.ofDays(7);

  private static final Optional<String> NO_WORDS = Optional.empty();
  private static final Optional<Integer> ONE_PERIOD = Optional.of(1);
  private static final String BUNDLE = "mail.letters";

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
    BuyerWords words = words(buyer);
    String wording = facts.wording().name();
    String description = Lines.of(facts.description());
    String merchant = Lines.of(facts.merchant());
    String amount =
        facts.amount().map(money -> words.amount(money.amountMinor(), money.currency())).orElse("");
    String until = agreedEnd(facts, words);
    Object[] gaps = {
      description,
      merchant,
      amount,
      facts.next().map(time -> words.day(time, facts.zone())).orElse(""),
      facts.periodRule().map(rule -> words.every(rule.unit().name(), rule.count())).orElse(""),
      facts.period().map(Span::start).map(time -> words.day(time, facts.zone())).orElse(""),
      until,
      facts.trialEnd().map(time -> words.day(time, facts.zone())).orElse(""),
      facts.cycles().equals(ONE_PERIOD) ? words.say("renews.never") : words.say("renews", until)
    };
    Instant linksFrom = linksFrom(facts, now);
    return new Letter(
        words.language(),
        words.say(wording + ".subject", gaps),
        merchant,
        description,
        facts.sandbox() ? Optional.of(words.say("rehearsal")) : Optional.empty(),
        facts.amount().isPresent()
            ? Optional.of(words.find(wording + ".amount", gaps).orElse(amount))
            : Optional.empty(),
        words.say(wording + ".title", gaps),
        buyer
            .name()
            .map(Lines::of)
            .filter(name -> !name.isEmpty())
            .map(name -> words.say("greeting.name", name))
            .orElseGet(() -> words.say("greeting")),
        paragraphs(facts, words, gaps),
        facts(facts, words),
        new Link(
            words.find(wording + ".button").orElseGet(() -> words.say("button")),
            linksBegin + links.page(facts.subscriptionId(), linksFrom)),
        facts.wording().notice().isOptional()
            ? Optional.of(
                new Link(
                    words.say("unsubscribe"),
                    linksBegin
                        + links.unsubscribe(
                            facts.subscriptionId(), facts.wording().notice(), linksFrom)))
            : Optional.empty(),
        words.say("footer", gaps));
  }

  /** In the buyer's language; in English where there are none, or none is known. */
  private static BuyerWords words(BuyerData buyer) {
    return new BuyerWords(
        BUNDLE, buyer.locale().flatMap(BuyerLanguages::find).orElse(Locale.ENGLISH));
  }

  /** Until when it goes on. What an earlier release wrote down does not always say. */
  private static String agreedEnd(LetterFacts facts, BuyerWords words) {
    return facts
        .end()
        .map(time -> words.say("until.dated", words.day(time, facts.zone())))
        .or(() -> facts.cycles().map(count -> words.say("until.cycles", count)))
        .orElseGet(() -> words.say(facts.openEnded() ? "until.open" : "until.unknown"));
  }

  private static Instant linksFrom(LetterFacts facts, Instant now) {
    Duration age = Duration.between(facts.writtenAt(), now);
    long weeks = Math.max(0, age.toMillis() / LINKS_STAY.toMillis());
    return facts.writtenAt().plus(LINKS_STAY.multipliedBy(weeks));
  }

  private static List<String> paragraphs(LetterFacts facts, BuyerWords words, Object[] gaps) {
    List<String> paragraphs = new ArrayList<>();
    String wording = facts.wording().name();
    // What happens when, where that is known; else the same without.
    (facts.trialEnd().isPresent() ? words.find(wording + ".text.trial", gaps) : NO_WORDS)
        .or(
            () ->
                words.find(
                    wording + (facts.next().isPresent() ? ".text.dated" : ".text.undated"), gaps))
        .or(() -> words.find(wording + ".text", gaps))
        .ifPresent(paragraphs::add);
    facts.reason().flatMap(code -> words.find("reason." + code)).ifPresent(paragraphs::add);
    words.find(wording + ".mend", gaps).ifPresent(paragraphs::add);
    return paragraphs;
  }

  private static List<Fact> facts(LetterFacts facts, BuyerWords words) {
    List<Fact> lines = new ArrayList<>();
    facts
        .period()
        .ifPresent(
            span ->
                lines.add(
                    new Fact(
                        words.say("fact.period"),
                        words.span(span.start(), span.end(), facts.zone()))));
    words
        .find(facts.wording() + ".at")
        .ifPresent(label -> lines.add(new Fact(label, words.day(facts.at(), facts.zone()))));
    facts
        .next()
        .flatMap(
            time ->
                words
                    .find(facts.wording() + ".next")
                    .map(label -> new Fact(label, words.day(time, facts.zone()))))
        .ifPresent(lines::add);
    facts
        .trialEnd()
        .map(time -> new Fact(words.say("fact.trialEnd"), words.day(time, facts.zone())))
        .ifPresent(lines::add);
    facts
        .end()
        .map(time -> new Fact(words.say("fact.end"), words.day(time, facts.zone())))
        .or(
            () ->
                facts
                    .cycles()
                    .map(count -> new Fact(words.say("fact.end"), words.say("periods", count))))
        .ifPresent(lines::add);
    facts
        .reference()
        .ifPresent(id -> lines.add(new Fact(words.say("fact.reference"), Lines.of(id))));
    lines.add(new Fact(words.say("fact.subscription"), Lines.of(facts.subscriptionId())));
    return lines;
  }
}
