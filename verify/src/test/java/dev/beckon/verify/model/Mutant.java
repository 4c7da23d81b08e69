package dev.beckon.verify.model;

/** One bug, and the promise that it breaks. */
public enum Mutant {
    OFFSET_COMMITTED_BEFORE_THE_DATABASE("stored"), A_RETRY_GETS_ANOTHER_ID("once"), A_REFUSED_MENTION_IS_STORED(
            "nothing else"), HALF_OF_A_RECORD_IS_STORED("nothing else"), NEIGHBOURS_ARE_SWAPPED("order"), A_DUPLICATE_IS_COUNTED(
                    "counts"), UNSEEN_IS_NOT_RESET(
                            "counts"), THE_WATERMARK_GOES_TOO_FAR("read state"), THE_WATERMARK_STAYS_BEHIND(
                                    "read state"), THE_WATERMARK_IS_TOLD_WRONG("views"), A_FRAME_IS_DROPPED(
                                            "views"), NO_SUBSCRIPTION_AFTER_A_RESTART("views"), A_FRAME_IS_DELIVERED_TWICE(
                                                    "frames"), REVISIONS_GO_BACK("frames"), POISON_TAKES_ITS_BATCH_ALONG(
                                                            "dead letters"), POISON_IS_DROPPED("dead letters"), OUTAGE_WITHOUT_RETRY_AFTER(
                                                                    "refusals");

    private final String caughtBy;

    Mutant(String caughtBy) {
        this.caughtBy = caughtBy;
    }

    /** The name of the check that finds it. */
    public String caughtBy() {
        return caughtBy;
    }
}
