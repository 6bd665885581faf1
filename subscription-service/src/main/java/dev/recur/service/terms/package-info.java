/**
 * The words of a subscription as this service uses them: plain records that the API, the page, the
 * commands and the read side share, with no wire format in them.
 */
@NullMarked
package dev.recur.service.terms;

import org.jspecify.annotations.NullMarked;
