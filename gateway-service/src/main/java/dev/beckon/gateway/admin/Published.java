package dev.beckon.gateway.admin;

import dev.beckon.channels.NotPublishedException;
import dev.beckon.http.ProblemException;
import dev.beckon.http.ProblemType;
import io.smallrye.mutiny.Uni;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;

/**
 * The body of a 202 for a message to gateways.
 *
 * @param receivers the number of gateways that Redis handed it to, which are those with clients on the topic, and of other
 *     programs that listen
 */
record Published(int receivers) {

    static Uni<RestResponse<Published>> answer(Uni<Integer> publishing) {
        return publishing
                .onFailure(NotPublishedException.class).transform(Published::refusal)
                .map(receivers -> RestResponse.status(Status.ACCEPTED, new Published(receivers)));
    }

    private static ProblemException refusal(NotPublishedException failure) {
        return new ProblemException(ProblemType.NOT_PUBLISHED, failure.isAmbiguous()
                ? "Repeat the call; Redis did not answer: only clients of this gateway are sure to get the message, perhaps twice."
                : "Repeat the call; Redis is out of reach: only clients of this gateway got the message, and get it again.")
                .retryAfter(ProblemException.RETRY_SECONDS);
    }
}
