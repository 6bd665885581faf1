/** Tests of what merchants are told. */
@NullMarked
package dev.recur.notifier.notice;

import org.jspecify.annotations.NullMarked;
