package dev.recur.notifier.audit;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * How patient the audit is; application.yml says what each setting is for, and why it is as it is.
 *
 * @param overdueAfter how late something may be before it counts as overdue, and how long ledger
 *     and channel may differ
 * @param noOutcomeAfter how long a charge or refund may be without a final answer
 */
@ConfigurationProperties("recur.audit")
public record AuditSettings(Duration overdueAfter, Duration noOutcomeAfter) {}
