package dev.recur.notifier.notice;

import java.util.Optional;

/**
 * How the buyer pays.
 *
 * @param type code of the method
 * @param tokenId the method's token; empty while none is known
 */
public record Method(String type, Optional<String> tokenId) {}
