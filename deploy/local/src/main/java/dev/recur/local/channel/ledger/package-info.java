/**
 * The bank's side as pure functions: what the sandbox channel decides, and how its ledger follows
 * from what happened. No clock, no file, no HTTP.
 */
@NullMarked
package dev.recur.local.channel.ledger;

import org.jspecify.annotations.NullMarked;
