package dev.recur.notifier.mail;

import java.util.List;
import java.util.Optional;

/**
 * An e-mail in the buyer's language, before it is laid out. Everything is plain text on one line;
 * the templates escape it.
 *
 * @param language BCP 47 tag of the words
 * @param subject of the e-mail
 * @param merchant who sells
 * @param description what the subscription is
 * @param rehearsal said where no money moves
 * @param amount how much, where that is what it is about
 * @param title what happened, in a few words
 * @param greeting to whom
 * @param paragraphs what it means, and what can be done
 * @param facts the rest, line by line
 * @param button leads to the subscription's page
 * @param unsubscribe does without this kind of e-mail, where one can
 * @param footer why it was sent
 */
record Letter(
    String language,
    String subject,
    String merchant,
    String description,
    Optional<String> rehearsal,
    Optional<String> amount,
    String title,
    String greeting,
    List<String> paragraphs,
    List<Fact> facts,
    Link button,
    Optional<Link> unsubscribe,
    String footer) {

  /** One line of what is so. */
  record Fact(String label, String text) {}

  /** Words that lead to an address. */
  record Link(String label, String url) {}
}
