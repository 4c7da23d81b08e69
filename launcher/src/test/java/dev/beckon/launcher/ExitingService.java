package dev.beckon.launcher;

/** A service that cannot start. */
public final class ExitingService {

    public static void main(String[] arguments) {
        System.out.println("no configuration");
        System.exit(3);
    }
}
