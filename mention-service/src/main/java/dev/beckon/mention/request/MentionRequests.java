package dev.beckon.mention.request;

import java.util.List;

/** The mentions of one call, one or many, in the order in which they were posted. */
public record MentionRequests(List<MentionRequest> mentions) {

    public MentionRequests {
        mentions = List.copyOf(mentions);
    }
}
