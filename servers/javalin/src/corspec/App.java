package corspec;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.staticfiles.Location;
import io.javalin.plugin.bundled.CorsPluginConfig.CorsRule;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Javalin with its CORS plugin. */
public class App {
    private static final List<HandlerType> METHODS = List.of(
            HandlerType.GET, HandlerType.HEAD, HandlerType.POST, HandlerType.PUT, HandlerType.PATCH, HandlerType.DELETE);

    public static void main(String[] args) throws Exception {
        Program.run(App::start, Map.of("javalin", Javalin.class));
    }

    private static int start(Policy policy) {
        return Javalin.create(config -> configure(config, policy)).start("127.0.0.1", 0).port();
    }

    private static void configure(JavalinConfig config, Policy policy) {
        config.startup.showJavalinBanner = false;
        config.bundledPlugins.enableCors(cors -> cors.addRule(rule -> configure(rule, policy)));
        config.staticFiles.add(Files.STATIC.toString(), Location.EXTERNAL);
        config.staticFiles.add(Files.ASSETS.toString(), Location.EXTERNAL);
        addRoutes(config.routes);
    }

    /** The policy in the words of the plugin; what is not stated is left at its default. */
    private static void configure(CorsRule rule, Policy policy) {
        if (policy.methods() != null && !Policy.isAny(policy.methods()))
            throw new Unsupported("the plugin allows each method that a preflight asks for, and has no list of methods");
        if (policy.requestHeaders() != null && !Policy.isAny(policy.requestHeaders()))
            throw new Unsupported("the plugin allows each header that a preflight asks for, and has no list of headers");
        if (policy.origins() != null) {
            for (String origin : policy.origins()) {
                if (origin.equals("*")) rule.anyHost();
                else rule.allowHost(origin);
            }
        }
        if (policy.exposedHeaders() != null) policy.exposedHeaders().forEach(rule::exposeHeader);
        if (policy.credentials() != null) rule.allowCredentials = policy.credentials();
        if (policy.maxAge() != null) rule.maxAge = policy.maxAge().intValue();
    }

    private static void addRoutes(RoutesConfig config) {
        Routes routes = new Routes();
        for (String path : routes.paths("/dir/", "/file.txt", "/parse")) {
            for (HandlerType method : METHODS) config.addHttpHandler(method, path, context -> send(context, routes));
        }
        config.options("/resource", context -> send(context, routes));
        config.post("/parse", context -> send(context, routes));
    }

    private static void send(Context context, Routes routes) throws IOException {
        Map<String, String> query = Query.parse(context.queryString());
        byte[] body = context.path().equals("/parse") ? context.bodyAsBytes() : new byte[0];
        Answer answer = routes.respond(context.path(), context.method().name(), query, context.headerMap(), body);
        context.status(answer.status());
        answer.headers().forEach((name, value) -> {
            // The plugin has set Vary before, and header() would replace it.
            if (name.equals("Vary")) context.addHeader(name, value);
            else context.header(name, value);
        });
        if (!answer.isStream()) {
            context.result(answer.body());
            return;
        }
        for (byte[] chunk : answer.chunks()) {
            context.outputStream().write(chunk);
            context.outputStream().flush();
        }
    }
}
