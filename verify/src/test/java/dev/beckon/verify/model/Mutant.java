package dev.beckon.verify.model;

/** One bug, and the promise that it breaks. */
public enum Mutant {
    OFFSET_COMMITTED_BEFORE_THE_DATABASE("stored"), AN_ADDED_RECIPIENT_IS_FORGOTTEN("stored"), A_LATE_REVISION_WINS(
            "stored"), A_RETRY_GETS_ANOTHER_ID("once"), A_REFUSED_MENTION_IS_STORED("nothing else"), HALF_OF_A_RECORD_IS_STORED(
                    "nothing else"), A_REMOVED_RECIPIENT_KEEPS_IT("nothing else"), LOST_ACCESS_KEEPS_IT(
                            "nothing else"), LOST_ACCESS_OF_ONE_TAKES_IT_FROM_ALL("stored"), NEIGHBOURS_ARE_SWAPPED(
                                    "order"), A_DUPLICATE_IS_COUNTED(
                                            "counts"), UNSEEN_IS_NOT_RESET("counts"), A_RETRACTION_IS_NOT_COUNTED(
                                                    "counts"), MARK_UNREAD_IS_NOT_COUNTED(
                                                            "counts"), THE_WATERMARK_GOES_TOO_FAR("read state"), THE_WATERMARK_STAYS_BEHIND(
                                                                    "read state"), MARK_UNREAD_STOPS_AT_THE_WATERMARK(
                                                                            "read state"), UNARCHIVE_LOSES_THE_UNREAD_STATE(
                                                                                    "read state"), ARCHIVE_READ_TAKES_UNREAD_ALONG(
                                                                                            "read state"), THE_WATERMARK_IS_TOLD_WRONG(
                                                                                                    "views"), A_FRAME_IS_DROPPED(
                                                                                                            "views"), NO_SUBSCRIPTION_AFTER_A_RESTART(
                                                                                                                    "views"), A_LIST_IGNORES_ITS_FILTER(
                                                                                                                            "views"), A_FRAME_IS_DELIVERED_TWICE(
                                                                                                                                    "frames"), AN_EDIT_RINGS_AGAIN(
                                                                                                                                            "frames"), REVISIONS_GO_BACK(
                                                                                                                                                    "frames"), A_RETRACTION_LEAVES_ITS_TEXT(
                                                                                                                                                            "taken back"), A_LIST_SHOWS_WHAT_WAS_TAKEN_BACK(
                                                                                                                                                                    "taken back"), A_GROUP_COUNTS_WHAT_IS_ARCHIVED(
                                                                                                                                                                            "groups"), A_GROUP_STAYS_WITHOUT_A_NOTIFICATION(
                                                                                                                                                                                    "groups"), A_CHANGE_OF_GROUPS_IS_FORGOTTEN(
                                                                                                                                                                                            "groups"), ERASURE_LEAVES_THE_INBOX(
                                                                                                                                                                                                    "erased"), ERASURE_LEAVES_WHAT_THE_PERSON_WROTE(
                                                                                                                                                                                                            "erased"), A_REPEATED_RECORD_BRINGS_BACK_THE_ERASED(
                                                                                                                                                                                                                    "erased"), EXPIRY_IS_FORGOTTEN(
                                                                                                                                                                                                                            "expired"), EXPIRY_LEAVES_ITS_TEXT(
                                                                                                                                                                                                                                    "expired"), EXPIRY_COMES_LATE(
                                                                                                                                                                                                                                            "expired"), POISON_TAKES_ITS_BATCH_ALONG(
                                                                                                                                                                                                                                                    "dead letters"), POISON_IS_DROPPED(
                                                                                                                                                                                                                                                            "dead letters"), OUTAGE_WITHOUT_RETRY_AFTER(
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
