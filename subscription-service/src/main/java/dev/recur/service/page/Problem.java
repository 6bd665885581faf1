package dev.recur.service.page;

import org.jspecify.annotations.Nullable;

/**
 * Why a buyer has to try again.
 *
 * @param text in the buyer's language
 * @param detail what the worker or the parser says of it, in English whoever reads it
 */
record Problem(String text, @Nullable String detail) {}
