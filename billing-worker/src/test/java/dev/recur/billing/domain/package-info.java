/** The rules, tried out: a diary per case, and properties over all of them. */
@NullMarked
package dev.recur.billing.domain;

import org.jspecify.annotations.NullMarked;
