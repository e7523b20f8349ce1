package corspec;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.ext.web.AllowForwardHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.CorsHandler;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Vert.x Web with its CorsHandler. */
public class App {
    private static final Vertx VERTX = Vertx.vertx();

    public static void main(String[] args) throws Exception {
        Program.run(App::start, Map.of("vertx-core", Vertx.class, "vertx-web", Router.class));
    }

    private static int start(Policy policy) throws Exception {
        Router router = Router.router(VERTX);
        // As its documentation has it for an application behind a proxy.
        router.allowForward(AllowForwardHeaders.X_FORWARD);
        router.route().handler(cors(policy));
        addRoutes(router);
        HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
        return VERTX.createHttpServer(options).requestHandler(router).listen().await().actualPort();
    }

    /** The policy in the words of Vert.x; what is not stated is left at its default. */
    private static CorsHandler cors(Policy policy) {
        CorsHandler cors = CorsHandler.create();
        if (policy.origins() != null) {
            for (String origin : policy.origins()) {
                if (Policy.isPattern(origin)) cors.addOriginWithRegex(Policy.regexOf(origin));
                else cors.addOrigin(origin);
            }
        }
        if (policy.methods() != null) {
            if (Policy.isAny(policy.methods()) && Boolean.TRUE.equals(policy.credentials()))
                throw new Unsupported("allowedMethods takes names: `*` is no wildcard for requests with credentials");
            Set<HttpMethod> methods = policy.methods().stream()
                    .map(HttpMethod::valueOf)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            cors.allowedMethods(methods);
        }
        // Without a list, requested headers are allowed.
        if (policy.requestHeaders() != null && !Policy.isAny(policy.requestHeaders()))
            cors.allowedHeaders(new LinkedHashSet<>(policy.requestHeaders()));
        if (policy.exposedHeaders() != null) cors.exposedHeaders(new LinkedHashSet<>(policy.exposedHeaders()));
        if (policy.credentials() != null) cors.allowCredentials(policy.credentials());
        if (policy.maxAge() != null) cors.maxAgeSeconds(policy.maxAge().intValue());
        return cors;
    }

    private static void addRoutes(Router router) {
        Routes routes = new Routes();
        router.post("/parse")
                .consumes("application/json")
                .handler(BodyHandler.create(false).setBodyLimit(Routes.LONGEST_BODY))
                .handler(App::parse);
        router.route("/slow").handler(context -> {
            int delay = Routes.delayOf(Query.parse(context.request().query()));
            VERTX.setTimer(Math.max(1, delay), timer -> context.json(Map.of("ms", delay)));
        });
        for (String path : routes.paths("/parse", "/slow", "/dir", "/file.txt"))
            router.route(path).handler(context -> send(context, answerTo(routes, context)));
        // Not for all paths: what it does not find is 404 then, and no longer 415.
        router.routeWithRegex("/(dir|file\\.txt)")
                .handler(StaticHandler.create(FileSystemAccess.ROOT, Files.STATIC.toString()));
    }

    private static void parse(RoutingContext context) {
        try {
            context.body().asJsonObject();
            context.json(Map.of("parsed", true));
        } catch (DecodeException broken) {
            context.fail(400, broken);
        }
    }

    private static Answer answerTo(Routes routes, RoutingContext context) {
        Map<String, String> headers = new LinkedHashMap<>();
        context.request().headers().forEach(headers::put);
        Map<String, String> query = Query.parse(context.request().query());
        return routes.respond(context.request().path(), context.request().method().name(), query, headers, new byte[0]);
    }

    private static void send(RoutingContext context, Answer answer) {
        HttpServerResponse response = context.response().setStatusCode(answer.status());
        answer.headers().forEach((name, value) -> {
            // Headers of the CorsHandler are there already, and putHeader would replace its Vary.
            if (name.equals("Vary")) response.headers().add(name, value);
            else response.putHeader(name, value);
        });
        if (!answer.isStream()) {
            response.end(Buffer.buffer(answer.body()));
            return;
        }
        response.setChunked(true);
        for (byte[] chunk : answer.chunks()) response.write(Buffer.buffer(chunk));
        response.end();
    }
}
