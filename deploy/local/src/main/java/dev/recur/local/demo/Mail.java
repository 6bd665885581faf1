package dev.recur.local.demo;

import java.net.URI;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * An e-mail that a buyer has got.
 *
 * @param id what tells it from every other, and not from itself when it comes twice
 * @param text as somebody reads it whose program shows no HTML
 */
record Mail(String id, String subject, String text) {

  private static final Pattern LINK = Pattern.compile("https://\\S+/subscriptions/\\S+");

  /** The way to the buyer's page of the subscription. */
  Optional<URI> link() {
    return LINK.matcher(text).results().map(MatchResult::group).map(URI::create).findFirst();
  }
}
