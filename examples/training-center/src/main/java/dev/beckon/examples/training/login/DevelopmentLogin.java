package dev.beckon.examples.training.login;

import dev.beckon.examples.training.auth.Role;
import io.quarkus.arc.profile.IfBuildProfile;
import io.smallrye.jwt.build.Jwt;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * NOT FOR PRODUCTION: gives any caller the requested token. It exists only in development and in tests: Quarkus leaves it out of
 * the packaged application. It signs with the key that Quarkus generates in those modes.
 */
@Path("/dev/login")
@IfBuildProfile(anyOf = {"dev", "test"})
class DevelopmentLogin {

    private static final Duration TOKENS = Duration.ofHours(8);

    /** @param name determines the user's id: the same name on another device is the same user */
    record Wish(@NotNull @Pattern(regexp = "\\p{L}[\\p{L} .'-]{0,39}") String name, @NotNull Role role) {}

    record Granted(String token) {}

    /** Answers 204 if this login exists. */
    @GET
    public void exists() {}

    @POST
    public Granted login(@NotNull @Valid Wish wish) {
        String id = wish.name().strip().toLowerCase(Locale.ROOT).replaceAll("[ .'-]+", "-");
        return new Granted(Jwt.subject(id).claim("name", wish.name().strip()).groups(Set.of(wish.role().word()))
                .expiresIn(TOKENS).sign());
    }
}
