package dev.recur.service;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.env.Environment;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks what stands between this service and Kafka; tests of the rest put memory in its place. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Requires(notEnv = Environment.TEST)
public @interface MeetsKafka {}
