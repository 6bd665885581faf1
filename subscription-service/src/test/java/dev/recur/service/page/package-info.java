@NullMarked
package dev.recur.service.page;

import org.jspecify.annotations.NullMarked;
