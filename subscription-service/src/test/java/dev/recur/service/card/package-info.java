@NullMarked
package dev.recur.service.card;

import org.jspecify.annotations.NullMarked;
