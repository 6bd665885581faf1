@NullMarked
package dev.recur.service.mapping;

import org.jspecify.annotations.NullMarked;
