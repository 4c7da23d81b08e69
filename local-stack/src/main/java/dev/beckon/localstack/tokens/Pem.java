package dev.beckon.localstack.tokens;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/** RSA keys as PEM files (RFC 7468). A file appears complete or not at all; only its owner may read it. */
final class Pem {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    static void writePrivateIfMissing(Path file, PrivateKey key) throws IOException {
        Path unfinished = write(file, "PRIVATE KEY", key);
        try {
            // A link, unlike a move, fails where another process was first.
            Files.createLink(file, unfinished);
        } catch (FileAlreadyExistsException otherWasFirst) {
            // Its key is as good as ours.
        } finally {
            Files.delete(unfinished);
        }
    }

    static void writePublic(Path file, PublicKey key) throws IOException {
        Files.move(write(file, "PUBLIC KEY", key), file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** An empty file beside {@code file} that only its owner may read, as {@code createTempFile} makes them. */
    static Path ownersFile(Path file) throws IOException {
        return Files.createTempFile(file.getParent(), "key", ".unfinished");
    }

    private static Path write(Path file, String label, Key key) throws IOException {
        String pem = "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(
                label, LINES.encodeToString(key.getEncoded()));
        return Files.writeString(ownersFile(file), pem);
    }

    static RSAPrivateCrtKey readPrivate(Path file) throws IOException, GeneralSecurityException {
        String body = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
        byte[] encoded = Base64.getMimeDecoder().decode(body);
        return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    static RSAPublicKey publicKeyOf(RSAPrivateCrtKey key) throws GeneralSecurityException {
        return (RSAPublicKey) KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
    }
}
