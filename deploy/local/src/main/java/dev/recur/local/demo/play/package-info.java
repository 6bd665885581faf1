/**
 * The plays: what a subscription can do, each as a story of its own. A new one is a class here, a
 * place in {@link dev.recur.local.demo.play.Plays}, and an expectation written by hand.
 */
@NullMarked
package dev.recur.local.demo.play;

import org.jspecify.annotations.NullMarked;
