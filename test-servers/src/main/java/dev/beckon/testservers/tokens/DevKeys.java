package dev.beckon.testservers.tokens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** A key pair as PEM files in one directory, and the tokens that its private key signs. Thread-safe. */
public final class DevKeys {

    /** The {@code iss} of every development token. */
    public static final String ISSUER = "https://beckon.local";

    /** The {@code aud} of every token. */
    public static final String AUDIENCE = "beckon";

    private static final int KEY_BITS = 2048;

    private final Path directory;
    private final RSAPrivateCrtKey privateKey;

    private DevKeys(Path directory, RSAPrivateCrtKey privateKey) {
        this.directory = directory;
        this.privateKey = privateKey;
    }

    /** Reads the keys that are in the directory, or creates them. Several processes may do so at the same time. */
    public static DevKeys create(Path dir) {
        try {
            Path directory = PrivateFiles.directory(dir);
            Path privateFile = directory.resolve("private.pem");
            if (!Files.exists(privateFile)) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(KEY_BITS);
                PrivateFiles.writeIfMissing(privateFile, Pem.ofPrivate(generator.generateKeyPair().getPrivate()));
            }
            RSAPrivateCrtKey privateKey = Pem.readPrivate(privateFile);
            Path publicFile = directory.resolve("public.pem");
            if (!Files.exists(publicFile)) {
                PrivateFiles.replace(publicFile, Pem.ofPublic(Pem.publicKeyOf(privateKey)));
            }
            PrivateFiles.restrict(privateFile);
            PrivateFiles.restrict(publicFile);
            return new DevKeys(directory, privateKey);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make keys in " + dir, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make or read the keys in %s; delete it to begin anew".formatted(dir), e);
        }
    }

    /**
     * For {@code mp.jwt.verify.publickey.location}. SmallRye JWT opens the text after {@code file:} unchanged: it would take the
     * escapes of a URI as part of the name.
     */
    public String publicKeyLocation() {
        return "file:" + publicKeyFile().toAbsolutePath();
    }

    /** The directory from which {@link #create} reads the same keys again. */
    public Path directory() {
        return directory;
    }

    /** PEM of the public key. */
    public Path publicKeyFile() {
        return directory.resolve("public.pem");
    }

    /** For a server that publishes keys. */
    public RSAPublicKey publicKey() {
        try {
            return Pem.publicKeyOf(privateKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every private key of ours has its public one", e);
        }
    }

    /** Keeps a file with a token of this role beside the keys, valid until the result is closed and for a few minutes more. */
    public RenewedToken renewed(String file, String subject, Set<String> roles) {
        return RenewedToken.start(directory.resolve(file), RenewedToken.LIFE, ttl -> token(subject, roles, ttl));
    }

    /**
     * Keeps a file with a token for a person, who may leave a page open for a day.
     *
     * @param folder of the file, which has the subject's name; below the keys' directory
     * @param name the name to display
     */
    public RenewedToken renewedForADay(String folder, String subject, String name, Set<String> roles) {
        try {
            Path file = PrivateFiles.directory(directory.resolve(folder)).resolve(subject);
            return RenewedToken.start(file, Duration.ofDays(1), ttl -> token(subject, name, roles, ttl));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder + " in " + directory, e);
        }
    }

    /** A token whose {@code name} is the subject. */
    public String token(String subject, Set<String> roles, Duration ttl) {
        return token(subject, subject, roles, ttl);
    }

    /**
     * @param name the name to display
     * @param ttl validity from now; zero or less: expired already
     */
    public String token(String subject, String name, Set<String> roles, Duration ttl) {
        return token(subject, name, roles, Instant.now(), ttl);
    }

    /** @param from not valid before; it may lie in the past or in the future, as if a clock were wrong */
    public String token(String subject, String name, Set<String> roles, Instant from, Duration ttl) {
        return new Token(ISSUER, AUDIENCE, subject, name, roles, from, ttl).signedWith(privateKey);
    }

    /** @param claims replace or join those of {@link #token(String, Set, Duration)}; they may be wrong in any way */
    public String tokenWith(String subject, Set<String> roles, Duration ttl, Map<String, ?> claims) {
        return new Token(ISSUER, AUDIENCE, subject, subject, roles, Instant.now(), ttl).signedWith(privateKey, claims);
    }
}
