/** The operator's door to merchants' endpoints: settings, secrets, health, and commands. */
@NullMarked
package dev.recur.service.admin.endpoint;

import org.jspecify.annotations.NullMarked;
