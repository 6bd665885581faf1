/**
 * The catalogue of payment methods: what each can do and where it is known, as data. Plain Java, so
 * that the worker that judges and the page that offers say the same. And what a card's number looks
 * like, which no program behind the edge may keep.
 */
@NullMarked
package dev.recur.schemas.method;

import org.jspecify.annotations.NullMarked;
