package dev.beckon.systemtests.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate for {@code localhost}: a client that trusts it trusts only the owner of its key. */
final class ServerCertificate {

    static final String PASSWORD = "changeit";

    private final Path directory;
    private final KeyStore keys;

    private ServerCertificate(Path directory, KeyStore keys) {
        this.directory = directory;
        this.keys = keys;
    }

    static ServerCertificate create(Path directory) {
        try {
            Path store = Files.createDirectories(directory).resolve("server.p12").toAbsolutePath();
            Files.deleteIfExists(store);
            int exit = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                    "-genkeypair", "-alias", "server", "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2",
                    "-dname", "CN=localhost", "-ext", "SAN=dns:localhost,ip:127.0.0.1", "-keystore", store.toString(), "-storepass",
                    PASSWORD))
                    .inheritIO().start().waitFor();
            if (exit != 0) {
                throw new AssertionError("keytool ended with " + exit);
            }
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            ServerCertificate certificate = new ServerCertificate(directory, keys);
            certificate.write();
            return certificate;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void write() throws IOException, GeneralSecurityException {
        pem(certificate(), "CERTIFICATE", keys.getCertificate("server").getEncoded());
        pem(key(), "PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded());
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-------"));
    }

    private static void pem(Path file, String what, byte[] content) throws IOException {
        Files.writeString(file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(
                what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)));
    }

    /** Key and certificate in one PKCS #12 file. */
    Path store() {
        return directory.resolve("server.p12").toAbsolutePath();
    }

    Path certificate() {
        return directory.resolve("server.crt").toAbsolutePath();
    }

    Path key() {
        return directory.resolve("server.key").toAbsolutePath();
    }

    /** Lets a server present this certificate. */
    SSLContext identity() {
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Trusts only this certificate. */
    SSLContext trust() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("server", keys.getCertificate("server"));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }
}
