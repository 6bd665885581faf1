@NullMarked
package dev.recur.service.gateway;

import org.jspecify.annotations.NullMarked;
