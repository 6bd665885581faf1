/**
 * Plays on test clocks, each written down as a diary of what bank, webhooks and inquiries say, and
 * held against what the seeds and the decisions say must be in it.
 */
@NullMarked
package dev.recur.local.demo;

import org.jspecify.annotations.NullMarked;
