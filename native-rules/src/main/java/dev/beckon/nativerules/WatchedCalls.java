package dev.beckon.nativerules;

import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaMember;
import java.util.List;
import java.util.regex.Pattern;

/** Calls, and method references that may be called later, by owner and name: {@code java.lang.Class#forName}. */
record WatchedCalls(List<Pattern> patterns) {

    /** Calls whose types only Jackson sees. Trees, texts and bytes need no registering. */
    static final WatchedCalls JACKSON = of(
            "com\\.fasterxml\\.jackson\\.databind\\.(ObjectMapper|ObjectReader|ObjectWriter|SequenceWriter|MappingIterator"
                    + "|json\\.JsonMapper|ObjectMapper\\$.*)#(read(er)?(Value|For|Values)\\w*|write(r)?(Value|For|Values)\\w*"
                    + "|valueToTree|treeToValue|convertValue|updateValue|forType|withType|acceptJsonFormatVisitor|canSerialize)",
            "com\\.fasterxml\\.jackson\\.core\\.(JsonGenerator|JsonParser|ObjectCodec|TreeCodec)"
                    + "#(write(POJO|Object|Value)\\w*|readValue\\w*|treeToValue)",
            "com\\.fasterxml\\.jackson\\.databind\\.(SerializerProvider|DeserializationContext)#(default\\w*Value\\w*|read\\w*Value\\w*"
                    + "|find\\w*(S|Des)erializer\\w*)",
            "com\\.fasterxml\\.jackson\\.databind\\.node\\.\\w+#(putPOJO|addPOJO|insertPOJO|setPOJO|pojoNode|putRawValue)",
            "com\\.fasterxml\\.jackson\\.databind\\.node\\.POJONode#<init>",
            "io\\.vertx\\.(core|mutiny\\.core)\\.json\\.\\w+#(mapFrom|mapTo|encode\\w+|encode|decodeValue)",
            "dev\\.beckon\\.http\\.JsonBody#as(List)?", "dev\\.beckon\\.http\\.JsonBinder#(object|list)",
            "io\\.quarkus\\.kafka\\.client\\.serialization\\.ObjectMapper\\w+#<init>",
            "jakarta\\.ws\\.rs\\.core\\.Response(\\$ResponseBuilder)?#(entity|ok|accepted)",
            "jakarta\\.ws\\.rs\\.client\\.\\w+#.*", "io\\.restassured\\..*#.*");

    /** Sends an application's objects to clients through Jackson; counts where the parameter takes any object. */
    private static final Pattern TO_CLIENTS = Pattern.compile("dev\\.beckon\\.channels\\.\\w+(\\$\\w+)?#"
            + "(<init>|push\\w*|broadcast\\w*|reply\\w*|joined|refused|ok|error|track|update)");

    /** Calls that a native build does not see by itself, or could read wrongly. */
    static final WatchedCalls REFLECTION = of(
            "java\\.lang\\.Class#(forName|newInstance|getRecordComponents|getResource\\w*|getPermittedSubclasses"
                    + "|get(Declared)?(Field|Method|Constructor|Classe)s?)",
            "java\\.lang\\.(ClassLoader|Module)#(loadClass|defineClass|getResource\\w*|getSystemResource\\w*|resources)",
            "java\\.lang\\.System#(load|loadLibrary)", "java\\.lang\\.Runtime#(load|loadLibrary)",
            "java\\.lang\\.invoke\\.(MethodHandles|MethodHandles\\$Lookup|MethodHandle|VarHandle|LambdaMetafactory)#.*",
            "java\\.lang\\.reflect\\.(Proxy#newProxyInstance|Array#newInstance|(Field|Method|Constructor|AccessibleObject)#.*)",
            "java\\.util\\.(ServiceLoader#load\\w*|ResourceBundle#getBundle)",
            "java\\.util\\.concurrent\\.atomic\\.Atomic\\w+FieldUpdater#newUpdater",
            "java\\.io\\.Object(In|Out)putStream#<init>", "(sun\\.misc|jdk\\.internal\\.misc)\\.Unsafe#.*",
            "java\\.lang\\.foreign\\..*#.*", "javax\\.script\\..*#.*", "java\\.net\\.URLClassLoader#<init>");

    /**
     * In a static initialiser these calls run while the executable is built: the result is fixed, and the same in all its
     * processes.
     */
    static final WatchedCalls MOMENT = of(
            "java\\.(util|security)\\.(\\w*Random)#.*", "java\\.util\\.random\\..*#.*", "java\\.util\\.UUID#randomUUID",
            "java\\.util\\.concurrent\\.ThreadLocalRandom#.*", "java\\.lang\\.Math#random", "com\\.fasterxml\\.uuid\\..*#.*",
            "java\\.lang\\.Thread(\\$Builder.*)?#(<init>|start|startVirtualThread|ofVirtual|ofPlatform|currentThread)",
            "java\\.lang\\.(Process\\w*|Runtime)#.*", "java\\.lang\\.System#(getenv|getProperty|currentTimeMillis|nanoTime)",
            "java\\.lang\\.management\\..*#.*", "java\\.time\\.\\w+#now", "java\\.time\\.(Clock|ZoneId)#system\\w*",
            "java\\.util\\.(TimeZone|Locale)#getDefault", "java\\.nio\\.charset\\.Charset#defaultCharset",
            "java\\.util\\.concurrent\\.Executors#.*", "java\\.util\\.Timer#.*", "java\\.net\\.(?!URI|URLEncoder|URLDecoder).*#.*",
            "java\\.nio\\.(channels|file)\\..*#.*", "java\\.io\\.(File|RandomAccessFile).*#.*", "java\\.nio\\.ByteBuffer#allocateDirect",
            "java\\.lang\\.ref\\.Cleaner#create", "io\\.netty\\.channel\\.(epoll|kqueue|nio)\\..*#.*",
            "io\\.netty\\.buffer\\.(Unpooled#directBuffer|PooledByteBufAllocator#.*)",
            "(io\\.vertx|io\\.vertx\\.mutiny)\\.core\\.Vertx#vertx", "org\\.eclipse\\.microprofile\\.config\\.ConfigProvider#.*");

    private static WatchedCalls of(String... patterns) {
        return new WatchedCalls(List.of(patterns).stream().map(Pattern::compile).toList());
    }

    boolean watch(JavaCodeUnitAccess<?> access) {
        String call = access.getTargetOwner().getName() + '#' + access.getTarget().getName();
        return patterns.stream().anyMatch(pattern -> pattern.matcher(call).matches())
                || this == JACKSON && TO_CLIENTS.matcher(call).matches() && takesAnything(access)
                        && !access.getOriginOwner().getPackageName().startsWith("dev.beckon.channels");
    }

    private static boolean takesAnything(JavaCodeUnitAccess<?> access) {
        return access.getTarget().getRawParameterTypes().stream().anyMatch(type -> type.getName().equals("java.lang.Object"));
    }

    /** {@code Outer.Inner.method}, without the package. */
    static String place(JavaMember unit) {
        String owner = unit.getOwner().getName();
        return owner.substring(unit.getOwner().getPackageName().length() + 1).replace('$', '.') + '.' + unit.getName();
    }
}
