package dev.beckon.verify.check;

import dev.beckon.verify.history.History;

/** One promise. Pure. */
interface Check {

    /** A few words for the head of a column. */
    String name();

    void examine(History history, Verdict verdict);
}
