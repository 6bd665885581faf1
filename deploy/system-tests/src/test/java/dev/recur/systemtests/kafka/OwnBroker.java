package dev.recur.systemtests.kafka;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A test with a broker of its own, which nobody else sees: it runs beside the classes that share
 * one, since all of them wait for processes most of the time. One such class at a time, and its
 * methods one after the other, so that there are two brokers at most.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("a broker of one's own")
@interface OwnBroker {}
