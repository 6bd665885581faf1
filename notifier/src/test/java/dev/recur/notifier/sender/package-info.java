/** Tests of sending, against receivers that are real servers on this machine. */
@NullMarked
package dev.recur.notifier.sender;

import org.jspecify.annotations.NullMarked;
