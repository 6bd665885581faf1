package dev.recur.service.page;

/**
 * Who reads an answer.
 *
 * @param browser true for a person's, who is shown a page; false for a program, answered in JSON
 * @param words in the reader's language; programs are answered in English, whatever they accept
 */
record Reader(boolean browser, Wording words) {}
