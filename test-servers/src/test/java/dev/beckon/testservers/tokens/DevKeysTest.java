package dev.beckon.testservers.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DevKeysTest {

    @TempDir
    Path directory;

    @Test
    void a_token_verifies_with_the_public_key_file() throws Exception {
        DevKeys keys = DevKeys.create(directory);

        String token = keys.token("alice", "Alice", Set.of("mentions:write", "broadcast"), Duration.ofMinutes(1));

        JwtClaims claims = verifier(keys).processToClaims(token);
        assertThat(claims.getSubject()).isEqualTo("alice");
        assertThat(claims.getStringClaimValue("name")).isEqualTo("Alice");
        assertThat(claims.getStringListClaimValue("groups")).containsExactly("broadcast", "mentions:write");
    }

    @Test
    void without_a_name_it_is_the_subject() throws Exception {
        DevKeys keys = DevKeys.create(directory);

        String token = keys.token("bob", Set.of(), Duration.ofMinutes(1));

        assertThat(verifier(keys).processToClaims(token).getStringClaimValue("name")).isEqualTo("bob");
    }

    @Test
    void a_token_is_refused_once_its_time_is_over() {
        DevKeys keys = DevKeys.create(directory);

        String token = keys.token("alice", Set.of(), Duration.ofSeconds(-1));

        assertThatThrownBy(() -> verifier(keys).processToClaims(token))
                .isInstanceOfSatisfying(InvalidJwtException.class, e -> assertThat(e.hasExpired()).isTrue());
    }

    @Test
    void a_token_is_refused_before_its_time_has_come() {
        DevKeys keys = DevKeys.create(directory);

        String token = keys.token("alice", "Alice", Set.of(), Instant.now().plusSeconds(60), Duration.ofHours(1));

        assertThatThrownBy(() -> verifier(keys).processToClaims(token))
                .isInstanceOfSatisfying(InvalidJwtException.class,
                        e -> assertThat(e.hasErrorCode(ErrorCodes.NOT_YET_VALID)).isTrue());
    }

    @Test
    void keys_made_at_the_same_time_are_the_same_keys() throws Exception {
        var all = IntStream.range(0, 4).parallel().mapToObj(i -> DevKeys.create(directory)).toList();

        for (DevKeys keys : all) {
            verifier(all.getFirst()).processToClaims(keys.token("alice", Set.of(), Duration.ofMinutes(1)));
        }
    }

    @Test
    void only_the_owner_may_read_the_private_key_and_nothing_else_is_left() throws Exception {
        DevKeys.create(directory);

        assertThat(Files.getPosixFilePermissions(directory.resolve("private.pem")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(directory).isDirectoryNotContaining("glob:**.unfinished");
    }

    @Test
    void only_the_owner_may_list_the_directory_and_read_its_files_even_if_others_could_before() throws Exception {
        DevKeys.create(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(directory.resolve("private.pem"), PosixFilePermissions.fromString("rw-r--r--"));

        DevKeys.create(directory);

        assertThat(Files.getPosixFilePermissions(directory)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        for (String file : List.of("private.pem", "public.pem")) {
            assertThat(Files.getPosixFilePermissions(directory.resolve(file)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void a_renewed_token_is_its_owners_alone_and_is_gone_when_it_is_closed() throws Exception {
        DevKeys keys = DevKeys.create(directory);
        Path open = Files.writeString(directory.resolve("inbox-token"), "of an earlier version");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));

        try (RenewedToken token = keys.renewed("inbox-token", "gateway", Set.of("inboxes:read"))) {
            assertThat(token.file()).isEqualTo(open.toAbsolutePath());
            assertThat(Files.getPosixFilePermissions(open)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            JwtClaims claims = verifier(keys).processToClaims(Files.readString(open));
            assertThat(claims.getSubject()).isEqualTo("gateway");
            assertThat(claims.getExpirationTime().getValueInMillis())
                    .isLessThanOrEqualTo(System.currentTimeMillis() + RenewedToken.LIFE.toMillis());
        }

        assertThat(open).doesNotExist();
    }

    private static JwtConsumer verifier(DevKeys keys) throws Exception {
        String pem = Files.readString(keys.publicKeyFile()).replaceAll("-----[A-Z ]+-----", "");
        PublicKey key = KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
        return new JwtConsumerBuilder()
                .setVerificationKey(key)
                .setExpectedIssuer(DevKeys.ISSUER)
                .setExpectedAudience(DevKeys.AUDIENCE)
                .setRequireExpirationTime()
                .build();
    }
}
