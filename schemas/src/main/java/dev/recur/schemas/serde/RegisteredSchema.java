package dev.recur.schemas.serde;

import org.apache.avro.Schema;

/**
 * One version of a subject's schema.
 *
 * @param id the registry's id of the schema, as it stands in records
 * @param version number of the version within the subject, from 1
 * @param schema the schema itself
 */
public record RegisteredSchema(int id, int version, Schema schema) {}
