/** The rules of the audit: over random ledgers that are right, and ones that are not. */
@NullMarked
package dev.recur.notifier.audit.rules;

import org.jspecify.annotations.NullMarked;
