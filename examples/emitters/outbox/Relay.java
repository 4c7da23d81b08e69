import dev.beckon.emitter.Emitter;
import dev.beckon.emitter.OutboxRelay;
import java.net.URI;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Posts the rows of the table mention_outbox; with {@code --once} it ends when no row waits. Any number of relays may run.
 * {@code java -cp beckon-emitter.jar:jackson….jar:postgresql.jar Relay.java}. Java 17.
 */
public class Relay {

    public static void main(String[] args) throws Exception {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(System.getenv("OUTBOX_URL"));
        Emitter emitter = Emitter.to(URI.create(System.getenv("BECKON_URL")), rejected -> {
            // A real relay fetches a token, keeps it until shortly before it expires, and fetches another if this one is rejected.
            return System.getenv("BECKON_TOKEN");
        }).patience(Duration.ZERO).build(); // the relay itself waits and repeats
        try (OutboxRelay relay = OutboxRelay.from(database, emitter).build()) {
            if (args.length > 0 && args[0].equals("--once")) {
                relay.drain();
            } else {
                relay.run(); // its state() belongs into the service's health check
            }
        }
    }
}
