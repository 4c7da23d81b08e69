package dev.beckon.emitter;

import org.jspecify.annotations.Nullable;

/** Gives the service's access token; called for each request from any thread, so keep the token until it is about to expire. */
@FunctionalInterface
public interface TokenSupplier {

    /**
     * @param rejected the token that Beckon has just answered with 401: fetch another; null: the present one will do
     * @return an access token with the role {@code mentions:write}, without {@code Bearer}
     * @throws Exception if none can be had; the call fails as {@link EmitterException.Reason#UNAUTHORIZED}
     */
    String token(@Nullable String rejected) throws Exception;
}
