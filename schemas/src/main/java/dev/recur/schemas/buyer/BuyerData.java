package dev.recur.schemas.buyer;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a buyer. It is written nowhere but sealed, and says nothing of itself in a log.
 *
 * @param email the address that is written to; empty: the buyer is not written to
 * @param name how the buyer is addressed
 * @param locale the buyer's language, a BCP 47 tag
 * @param metadata the merchant's own, given back to it and to nobody else
 * @param unsubscribed what the buyer does not want to be written to about; optional notices only
 */
public record BuyerData(
    Optional<String> email,
    Optional<String> name,
    Optional<String> locale,
    Map<String, String> metadata,
    Set<BuyerNotice> unsubscribed) {

  /** Longest address, in characters (RFC 5321 leaves 254 of a path for it). */
  public static final int EMAIL_CHARS_MAX = 254;

  /** Nothing is known. */
  public static final BuyerData NOTHING =
      new BuyerData(Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), Set.of());

  public BuyerData {
    metadata = Map.copyOf(metadata);
    unsubscribed = Set.copyOf(unsubscribed);
  }

  /** The same, with other metadata. */
  public BuyerData withMetadata(Map<String, String> other) {
    return new BuyerData(email, name, locale, other, unsubscribed);
  }

  /** The same, but not to be written to about these either. */
  public BuyerData without(Set<BuyerNotice> notices) {
    Set<BuyerNotice> all = new HashSet<>(unsubscribed);
    all.addAll(notices);
    return new BuyerData(email, name, locale, metadata, all);
  }

  /** Whether the buyer wants to be written to about something. */
  public boolean wants(BuyerNotice notice) {
    return email.isPresent() && !unsubscribed.contains(notice);
  }

  /** True when an address is this buyer's, however its letters are written. */
  public boolean isWrittenToAt(String address) {
    return email.filter(own -> own.equalsIgnoreCase(address)).isPresent();
  }

  /** Says nothing, so that no log and no error does. */
  @Override
  public String toString() {
    return "BuyerData[sealed]";
  }
}
