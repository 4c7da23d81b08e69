package dev.beckon.channels.internal.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One key of HMAC-SHA256 (RFC 2104). Thread-safe. */
public final class Hmac {

    /** Length of a signature. */
    public static final int BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    public Hmac(byte[] secret) {
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** @param secret from the configuration; empty: a random key, which no other process has */
    public static Hmac of(Optional<String> secret) {
        return new Hmac(secret.map(text -> text.getBytes(StandardCharsets.UTF_8)).orElseGet(() -> {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            return random;
        }));
    }

    public byte[] sign(byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** Takes the same time whatever the signature is. */
    public boolean hasSigned(byte[] content, byte[] signature) {
        return MessageDigest.isEqual(signature, sign(content));
    }
}
