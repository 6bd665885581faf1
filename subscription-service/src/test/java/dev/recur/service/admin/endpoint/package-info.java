@NullMarked
package dev.recur.service.admin.endpoint;

import org.jspecify.annotations.NullMarked;
