package dev.beckon.verify.check;

import dev.beckon.verify.history.History;

/** Checks one promise. Pure. */
interface Check {

    /** A short name for the head of a column. */
    String name();

    void examine(History history, Verdict verdict);
}
