package dev.beckon.nativerules;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.resolvers.SelectedClassResolverFromClasspath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds what one module does that a native build cannot see by itself. Each check returns one sentence for each fault, and is
 * empty if there is none. Known exceptions are listed as {@code Type.method}; an exception that no code needs any more is a
 * fault, too.
 */
public final class NativeRules {

    private static final String OURS = "dev.beckon.";

    /** Resources that Quarkus adds to an executable, or that no code reads there. */
    private static final List<Pattern> KNOWN_RESOURCES = List.of(
            Pattern.compile("application\\.properties|META-INF/(microprofile-config\\.properties|openapi\\.yaml|beans\\.xml|jandex\\.idx)"),
            Pattern.compile("META-INF/resources/.+|db/migration/V\\d+__\\w+\\.sql"),
            Pattern.compile("META-INF/native-image/.+\\.(json|properties)|META-INF/MANIFEST\\.MF|META-INF/maven/.+"),
            Pattern.compile("META-INF/services/io\\.smallrye\\.config\\.ConfigSourceFactory"), // Quarkus reads it at build time
            Pattern.compile("META-INF/quarkus-.+|META-INF/.*javac.*"));

    /** Types that cannot be part of an executable, or must not be the same in all its processes. */
    private static final List<Class<?>> ALIVE = List.of(java.util.Random.class, java.util.random.RandomGenerator.class,
            Thread.class, java.util.concurrent.Executor.class, java.util.Timer.class, java.net.Socket.class,
            java.net.ServerSocket.class, java.nio.channels.Channel.class, java.net.http.HttpClient.class, Process.class,
            java.nio.MappedByteBuffer.class, java.io.InputStream.class, java.io.OutputStream.class, java.lang.ref.Cleaner.class,
            ThreadLocal.class, java.lang.ref.Reference.class);

    /** Packages that frameworks do not publish; only {@code beckon-netty} may use them. */
    private static final Pattern BEHIND = Pattern.compile("io\\.netty\\..+|(?!dev\\.beckon\\.|java\\.).+\\.(impl|internal)\\..+");
    private static final String NETTY = OURS + "netty";
    private static final Map<String, String> ALLOWED_BEHIND = Map.of(
            "dev.beckon.http.LogBound", "recognizes io.netty's DecoderException in a log record",
            "dev.beckon.notification.inbox.DatabaseFailure", "Vert.x's pool reports that it is full by a class of its own only");

    private final JavaClasses all;
    private final String module;
    private final List<JavaClass> own;
    private final Set<String> registered;

    private NativeRules(JavaClasses all, String module) {
        this.all = all;
        this.module = module;
        this.own = all.stream().filter(type -> (type.getPackageName() + '.').startsWith(module + '.')).toList();
        this.registered = Registered.in(all);
        if (own.isEmpty()) {
            throw new IllegalArgumentException("no classes in " + module);
        }
    }

    /** @param module a package with all below it; tests are left out */
    public static NativeRules of(String module) {
        return new NativeRules(production(), module);
    }

    static NativeRules of(JavaClasses all, String module) {
        return new NativeRules(all, module);
    }

    static JavaClasses production() {
        return imported(importer -> importer.importPackages("dev.beckon"));
    }

    /**
     * Imports our classes; other classes have only names, because Quarkus's class loader does not give them to ArchUnit, and
     * importing them takes seconds.
     */
    static JavaClasses imported(Function<ClassFileImporter, JavaClasses> importing) {
        return ArchConfiguration.withThreadLocalScope(settings -> {
            settings.setClassResolver(SelectedClassResolverFromClasspath.class);
            settings.setClassResolverArguments("dev.beckon");
            return importing.apply(new ClassFileImporter().withImportOption(new DoNotIncludeTests()));
        });
    }

    static boolean isOurs(JavaClass type) {
        return type.getName().startsWith(OURS);
    }

    /** @param known the names of our types that go through Jackson in each method; empty if only trees or types of the JDK do */
    public List<String> jackson(Map<String, List<String>> known) {
        List<String> wrong = unknown(WatchedCalls.JACKSON, known.keySet());
        known.forEach((place, types) -> types.stream().filter(type -> !registered.contains(type))
                .forEach(type -> wrong.add(place + " gives Jackson " + type + ", which is not registered")));
        return wrong;
    }

    /** @return uses of Netty and of internal packages of other frameworks, outside {@code beckon-netty} */
    public List<String> behindFrameworks() {
        return own.stream()
                .filter(_ -> !module.equals(NETTY))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> BEHIND.matcher(use.getTargetClass().getBaseComponentType().getName()).matches())
                .filter(use -> ALLOWED_BEHIND.keySet().stream().noneMatch(use.getOriginClass().getName()::startsWith))
                .map(use -> use.getOriginClass().getName() + " uses " + use.getTargetClass().getName())
                .distinct().sorted().toList();
    }

    /** Finds unregistered types inside registered ones: Jackson handles both. */
    public List<String> insides() {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : all) {
            if (registered.contains(type.getName())) {
                type.getFields().stream().filter(field -> !Registered.isStatic(field))
                        .flatMap(field -> field.getType().getAllInvolvedRawTypes().stream())
                        .filter(inside -> isOurs(inside) && needsRegistering(inside))
                        .forEach(inside -> wrong.add(type.getName() + " has in it " + inside.getName() + ", which is not registered"));
            }
        }
        return new ArrayList<>(wrong);
    }

    private boolean needsRegistering(JavaClass type) {
        boolean written = type.isEnum()
                ? type.getMembers().stream().anyMatch(member -> member.getAnnotations().stream()
                        .anyMatch(NativeRules::isOfJackson))
                : !type.isInterface();
        return written && !registered.contains(type.getName());
    }

    /** Finds unregistered types in the module that carry Jackson's annotations: Jackson handles them. */
    public List<String> annotated() {
        return own.stream().filter(type -> !registered.contains(type.getName())).filter(NativeRules::isForJackson)
                .map(type -> type.getName() + " has an annotation of Jackson and is not registered").sorted().toList();
    }

    /** Finds unregistered resources of a module on {@code http}, which looks up the names of query parameters by reflection. */
    public List<String> queries() {
        return !all.contain("dev.beckon.http.QueryNames")
                ? List.of()
                : own.stream().filter(type -> !type.isAnnotatedWith(Registered.ANNOTATION)).flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.getParameters().stream()
                                .anyMatch(parameter -> parameter.isAnnotatedWith("org.jboss.resteasy.reactive.RestQuery")))
                        .map(method -> WatchedCalls.place(method) + " has a query parameter, and its class is not registered").sorted()
                        .toList();
    }

    private static boolean isForJackson(JavaClass type) {
        return Stream.concat(Stream.of(type), type.getMembers().stream()).flatMap(element -> element.getAnnotations().stream())
                .anyMatch(NativeRules::isOfJackson);
    }

    private static boolean isOfJackson(JavaAnnotation<?> annotation) {
        return annotation.getRawType().getPackageName().startsWith("com.fasterxml.jackson");
    }

    /** Records of one package, without those of packages below it. */
    public List<String> records(String inPackage) {
        return own.stream().filter(type -> type.isRecord() && type.getPackageName().equals(inPackage))
                .map(JavaClass::getName).filter(type -> !registered.contains(type))
                .map(type -> type + " is a record that is not registered").sorted().toList();
    }

    /** Names that the module's files register and no class path has. */
    public List<String> missing() {
        return Registered.missing(roots());
    }

    /** Answers whose type the build cannot see. */
    public List<String> untypedAnswers() {
        return own.stream().flatMap(type -> type.getMethods().stream()).filter(NativeRules::answersAnything)
                .map(method -> WatchedCalls.place(method) + " answers with an untyped Response or Object").sorted().toList();
    }

    private static boolean answersAnything(JavaMethod method) {
        Set<String> untyped = Set.of("jakarta.ws.rs.core.Response", "java.lang.Object");
        return Registered.isAnswered(method) && method.getReturnType().getAllInvolvedRawTypes().stream()
                .anyMatch(type -> untyped.contains(type.getName()));
    }

    /** @param known why reflection works there */
    public List<String> reflection(Map<String, String> known) {
        return unknown(WatchedCalls.REFLECTION, known.keySet());
    }

    /** @param known why a static field or its initialiser is right, by {@code Type.field} or {@code Type.method} */
    public List<String> statics(Map<String, String> known) {
        Set<String> wrong = new TreeSet<>();
        Set<String> used = new HashSet<>();
        for (JavaClass type : own) {
            type.getFields().stream().filter(Registered::isStatic).filter(NativeRules::isAlive).forEach(field -> note(WatchedCalls.place(
                    field), "holds " + field.getRawType().getName(), known.keySet(), used, wrong));
            type.getStaticInitializer().ifPresent(initializer -> whileBuilt(initializer).forEach((place, call) -> note(place, call
                    + " while the executable is built", known.keySet(), used, wrong)));
        }
        return withStale(wrong, known.keySet(), used);
    }

    private static boolean isAlive(JavaField field) {
        return field.getType().getAllInvolvedRawTypes().stream().anyMatch(type -> {
            String name = type.getName();
            if (name.startsWith("java.")) {
                Class<?> real = type.reflect();
                return ALIVE.stream().anyMatch(alive -> alive.isAssignableFrom(real));
            }
            return name.startsWith("com.fasterxml.uuid.") || name.startsWith("io.vertx.core.Vertx")
                    || name.startsWith("io.netty.channel.") && name.endsWith("EventLoopGroup");
        });
    }

    /** The calls of an initialiser, direct or through our methods, but not in a lambda, which runs later. */
    private static Map<String, String> whileBuilt(JavaCodeUnit initializer) {
        Map<String, String> calls = new TreeMap<>();
        Set<JavaCodeUnit> seen = new HashSet<>(Set.of(initializer));
        Deque<JavaCodeUnit> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            JavaCodeUnit unit = open.pop();
            for (JavaCodeUnitAccess<?> call : unit.getCallsFromSelf()) {
                if (call.isDeclaredInLambda()) {
                    continue;
                }
                if (WatchedCalls.MOMENT.watch(call)) {
                    calls.put(WatchedCalls.place(unit), "calls " + call.getTarget().getFullName());
                } else if (isOurs(call.getTargetOwner())) {
                    call.getTarget().resolveMember().map(JavaCodeUnit.class::cast).filter(seen::add).ifPresent(open::push);
                }
            }
        }
        return calls;
    }

    /** Files beside the classes of the module that an executable would lack. */
    public List<String> resources(Map<String, String> known) {
        Set<String> wrong = new TreeSet<>();
        Set<String> used = new HashSet<>();
        roots().stream().flatMap(root -> root.resources().stream())
                .filter(path -> KNOWN_RESOURCES.stream().noneMatch(pattern -> pattern.matcher(path).matches()))
                .forEach(path -> note(path, "is a file that no executable has in it", known.keySet(), used, wrong));
        return withStale(wrong, known.keySet(), used);
    }

    private Set<ClassRoot> roots() {
        return ClassRoot.of(all.that(DescribedPredicate.describe("own", own::contains)));
    }

    private List<String> unknown(WatchedCalls watched, Set<String> known) {
        Set<String> wrong = new TreeSet<>();
        Set<String> used = new HashSet<>();
        own.stream().flatMap(type -> type.getCodeUnitAccessesFromSelf().stream()).filter(watched::watch).forEach(access -> note(WatchedCalls
                .place(access.getOrigin()), "calls " + access.getTarget().getFullName(), known, used, wrong));
        return withStale(wrong, known, used);
    }

    private static void note(String place, String what, Set<String> known, Set<String> used, Set<String> wrong) {
        used.add(place);
        if (!known.contains(place)) {
            wrong.add(place + ' ' + what);
        }
    }

    private static List<String> withStale(Collection<String> wrong, Set<String> known, Set<String> used) {
        List<String> all = new ArrayList<>(wrong);
        known.stream().filter(place -> !used.contains(place)).sorted().forEach(place -> all.add(place
                + " is known for what it does not do"));
        return all;
    }
}
