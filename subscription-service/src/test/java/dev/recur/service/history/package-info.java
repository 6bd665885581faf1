@NullMarked
package dev.recur.service.history;

import org.jspecify.annotations.NullMarked;
