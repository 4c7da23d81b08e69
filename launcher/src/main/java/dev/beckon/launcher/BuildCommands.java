package dev.beckon.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** Commands that build this checkout; {@code bench} and {@code verify} then run the program they are named after. */
final class BuildCommands {

    private BuildCommands() {}

    /** {@code ./beckon build}: builds what {@code up} needs, or the named modules. */
    @Command(name = "build", mixinStandardHelpOptions = true, description = "build what has changed, as up does, or modules such as examples/protocol-lab")
    static final class Build implements Callable<Integer> {

        @Parameters(paramLabel = "MODULE", arity = "0..*")
        private List<String> modules = new ArrayList<>();

        @Override
        public Integer call() {
            Builds builds = new Builds(Tools.here());
            if (modules.isEmpty()) {
                builds.java(Tools.SERVICES);
                builds.web();
            } else {
                builds.java(modules.stream().map(module -> module.replaceAll("/$", "")).toList());
            }
            return 0;
        }
    }

    /** {@code ./beckon format}: formats all Java code the way the build checks it. */
    @Command(name = "format", mixinStandardHelpOptions = true, description = "format all Java code as the build checks it")
    static final class Format implements Callable<Integer> {

        @Override
        public Integer call() {
            return Tools.here().maven(List.of("-q", "-Dformatter.goal=format", "-Dspotless.goal=apply", "process-sources"));
        }
    }

    /** A program that starts its own system, in its own folder and on its own ports, so other systems may run beside it. */
    private abstract static class Program implements Callable<Integer> {

        @Unmatched
        private List<String> arguments = new ArrayList<>();

        abstract String module();

        @Override
        public Integer call() {
            Tools tools = Tools.here();
            List<String> modules = new ArrayList<>(List.of(module()));
            modules.addAll(Tools.SERVICES);
            new Builds(tools).java(modules);
            return tools.java(Path.of(module(), "target", module() + ".jar"), arguments);
        }
    }

    @Command(name = "bench", description = "measure, each on a system of its own; ./beckon bench --help")
    static final class Bench extends Program {

        @Override
        String module() {
            return "benchmarks";
        }
    }

    @Command(name = "verify", description = "use a system of its own, break it in every way, and prove that nothing is lost or doubled; ./beckon verify --help")
    static final class Verify extends Program {

        @Override
        String module() {
            return "verify";
        }
    }
}
