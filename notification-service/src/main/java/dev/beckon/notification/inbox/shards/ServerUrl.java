package dev.beckon.notification.inbox.shards;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * The address of a PostgreSQL server and its database.
 *
 * @param parameters from {@code ?}, or empty; only JDBC gets them
 */
record ServerUrl(String host, int port, String database, String parameters) {

    private static final int DEFAULT_PORT = 5432;

    static ServerUrl of(String url) {
        try {
            URI uri = new URI(url);
            if ("postgresql".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null
                    && uri.getPath().length() > 1) {
                return new ServerUrl(uri.getHost(), uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort(), uri.getPath().substring(1),
                        uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
            }
        } catch (URISyntaxException e) {
            // refused below, without the text: it may hold a password
        }
        throw new ConfigurationException("notification.shards: a url must look like postgresql://host:port/database, without user and"
                + " password, which have their own keys.");
    }

    String jdbc() {
        return "jdbc:" + withoutParameters() + parameters;
    }

    String withoutParameters() {
        return "postgresql://" + this;
    }

    @Override
    public String toString() {
        return host + ":" + port + "/" + database;
    }
}
