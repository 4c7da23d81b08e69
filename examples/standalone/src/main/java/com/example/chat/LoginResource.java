package com.example.chat;

import dev.beckon.channels.token.SignedTokens;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestForm;

/** Gives a token for any name. A real application asks for a password first. */
@Path("/login")
class LoginResource {

    private final SignedTokens tokens;

    LoginResource(SignedTokens tokens) {
        this.tokens = tokens;
    }

    @POST
    @Produces(MediaType.TEXT_PLAIN)
    public String login(@RestForm String name) {
        if (name == null || name.isBlank() || name.length() > 40) {
            throw new BadRequestException("the form needs a name of 1 to 40 characters");
        }
        return tokens.sign(ChatSocket.SALT, name.strip());
    }
}
