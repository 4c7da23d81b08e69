package dev.beckon.mention;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.http.Problem;
import dev.beckon.http.ProblemException;
import dev.beckon.http.ProblemType;
import dev.beckon.http.RequestLimit;
import dev.beckon.http.RoundRobin;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * What became of a mention: asks notification-service, with the caller's own token, and passes its answer on. So callers need one
 * address only, and this service still remembers nothing.
 */
@Path("/mentions/{key}")
@RolesAllowed({"mentions:write", "mentions:read"})
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection(fields = false) // keeps the names of the query parameters
class StatusForwarder {

    private static final Logger LOG = Logger.getLogger(StatusForwarder.class);

    /** Above the 3 s after which notification-service answers by itself. */
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    /** Refusals that are the caller's to read. The others are between the two services. */
    private static final Set<Integer> PASSED_ON = Set.of(400, 401, 403, 404);

    private final ObjectMapper json;
    private final RoundRobin<StatusApi> processes;
    private final RequestLimit calls;

    StatusForwarder(Config config, TlsConfigurationRegistry tls, ObjectMapper json) {
        this.json = json;
        Optional<TlsConfiguration> trust = TlsConfiguration.from(tls, config.tlsConfigurationName()).or(tls::getDefault);
        this.processes = new RoundRobin<>(config.url().stream().map(url -> api(url, trust)).toList(), DEADLINE);
        this.calls = new RequestLimit(config.maxCalls());
    }

    /** How this service reaches notification-service. */
    @ConfigMapping(prefix = "mention.inbox")
    interface Config {

        /** One or more addresses of notification-service, used in turn. One is enough in front of a load balancer. */
        @WithDefault("http://127.0.0.1:8082")
        List<URI> url();

        /** Name in {@code quarkus.tls} for {@code https}; unset: the default one, or else the authorities that the JVM trusts. */
        Optional<String> tlsConfigurationName();

        /**
         * Calls under way, each with an answer in memory; the next gets 503. An eighth of all requests: while notification-service
         * is silent, the others go on.
         */
        @WithDefault("32")
        @Min(1)
        int maxCalls();
    }

    /** Callers of this interface percent-encode keys and values of the query themselves. */
    @Path("/mentions/{key}")
    @Produces(MediaType.APPLICATION_JSON)
    @Encoded
    @RegisterForReflection(fields = false) // as every class with query parameters
    interface StatusApi {

        @GET
        Uni<RestResponse<byte[]>> status(@HeaderParam(HttpHeaders.AUTHORIZATION) String bearer, @PathParam("key") String key,
                @RestQuery Map<String, String> query);
    }

    private static StatusApi api(URI url, Optional<TlsConfiguration> trust) {
        QuarkusRestClientBuilder client = QuarkusRestClientBuilder.newBuilder()
                .baseUri(url)
                .property("microprofile.rest.client.disable.default.mapper", true) // refusals are answers
                .connectTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        trust.ifPresent(client::tlsConfiguration);
        return client.build(StatusApi.class);
    }

    @GET
    public Uni<RestResponse<byte[]>> status(@HeaderParam(HttpHeaders.AUTHORIZATION) String bearer, @RestPath String key,
            @RestQuery("caller") @Nullable String caller, @RestQuery("limit") @Nullable String limit,
            @RestQuery("after") @Nullable String after, @Context RoutingContext exchange) {
        IdempotencyKey.inPath(key);
        calls.admit(exchange, "Ask less often, or repeat it after a while.");
        Map<String, String> query = new HashMap<>();
        put(query, "caller", caller);
        put(query, "limit", limit);
        put(query, "after", after);
        return processes.call(process -> process.status(bearer, encode(key), query).invoke(StatusForwarder::failIfAway))
                .onFailure().transform(failure -> unavailable(failure.toString()))
                .map(this::passOn);
    }

    /** Another process may answer. */
    private static void failIfAway(RestResponse<byte[]> answer) {
        if (answer.getStatus() == RestResponse.StatusCode.SERVICE_UNAVAILABLE) {
            throw new WebApplicationException("it answers 503", answer.getStatus());
        }
    }

    private RestResponse<byte[]> passOn(RestResponse<byte[]> answer) {
        String type = answer.getStatus() == RestResponse.StatusCode.OK ? MediaType.APPLICATION_JSON : Problem.MEDIA_TYPE;
        boolean isOfCaller = answer.getStatus() == RestResponse.StatusCode.OK || PASSED_ON.contains(answer.getStatus());
        byte[] body = isOfCaller ? body(answer) : null;
        if (body == null || !isObject(answer.getMediaType(), type, body)) {
            throw unavailable("it answers " + answer.getStatus());
        }
        RestResponse.ResponseBuilder<byte[]> passed = RestResponse.ResponseBuilder.<byte[]>create(answer.getStatus()).type(type)
                .entity(body);
        String challenge = answer.getHeaderString(HttpHeaders.WWW_AUTHENTICATE);
        return (challenge == null ? passed : passed.header(HttpHeaders.WWW_AUTHENTICATE, challenge)).build();
    }

    /** The client converts the bodies of successes only; another body is a stream of what is there already. */
    private static byte @Nullable [] body(RestResponse<?> answer) {
        try {
            return switch (answer.getEntity()) {
                case byte[] bytes -> bytes;
                case InputStream bytes -> bytes.readAllBytes();
                case null, default -> null;
            };
        } catch (IOException e) {
            return null;
        }
    }

    private boolean isObject(@Nullable MediaType type, String expected, byte[] body) {
        try {
            return type != null && type.isCompatible(MediaType.valueOf(expected)) && json.readTree(body).isObject();
        } catch (IOException e) {
            return false;
        }
    }

    private static ProblemException unavailable(String why) {
        LOG.debugf("The status of a mention is not to be had from notification-service: %s", why);
        return new ProblemException(ProblemType.UNAVAILABLE, "Repeat the call after the time in Retry-After.")
                .retryAfter(ProblemException.RETRY_SECONDS);
    }

    private static void put(Map<String, String> query, String name, @Nullable String value) {
        if (value != null) {
            query.put(name, encode(value));
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
