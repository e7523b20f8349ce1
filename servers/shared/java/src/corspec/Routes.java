package corspec;

import static corspec.Answer.json;
import static corspec.Answer.text;
import static corspec.Answer.utf8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the routes of the contract respond, for every framework. Nothing here knows of CORS. /crash throws; a path
 * without a route gives null, so that the framework responds with its own 404. A framework that has its own means for a
 * route (static files, body parsers, trailing slashes) uses them, and does not ask for that route.
 */
public final class Routes {
    public static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    public static final int LONGEST_BODY = 16 * 1024;
    public static final String ETAG = "\"corspec\"";
    public static final List<String> EVENTS = List.of("data: first\n\n", "data: second\n\n");

    private static final Set<String> WRITING = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final int REMEMBERED_IDS = 10_000;
    private static final int LONGEST_DELAY_MS = 30_000;
    private static final Pattern SESSION = Pattern.compile("(?:^|;\\s*)session=([^;]*)");
    private static final Pattern NO_LOCATION = Pattern.compile("[^\\x21-\\x7e]");
    private static final Pattern FUNCTION_NAME =
            Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]{0,63}(\\.[A-Za-z_$][A-Za-z0-9_$]{0,63}){0,3}");
    private static final Gson STRICT =
            new GsonBuilder().setStrictness(Strictness.STRICT).create();

    private interface Handler {
        Answer answer(String method, Map<String, String> query, Map<String, String> headers, byte[] body);
    }

    private final Map<String, Handler> handlers = new LinkedHashMap<>();
    private final Map<String, Integer> writes = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > REMEMBERED_IDS;
        }
    });

    public Routes() {
        handlers.put("/resource", (method, query, headers, body) -> resource(method, query));
        handlers.put("/whoami", (method, query, headers, body) -> whoami(headers));
        handlers.put("/login", (method, query, headers, body) -> login(query));
        handlers.put("/denied", (method, query, headers, body) -> json(403, Map.of("error", "denied")));
        handlers.put("/limited", (method, query, headers, body) ->
                json(429, Map.of("error", "too many requests")).with("Retry-After", "30"));
        handlers.put("/crash", (method, query, headers, body) -> crash());
        handlers.put("/private", (method, query, headers, body) -> secret(headers));
        handlers.put("/redirect", (method, query, headers, body) -> redirect(query));
        handlers.put("/stream", (method, query, headers, body) -> events());
        handlers.put("/raw", (method, query, headers, body) -> events());
        handlers.put("/slow", (method, query, headers, body) -> slow(query));
        handlers.put("/vary", (method, query, headers, body) ->
                json(Map.of("vary", "Accept-Encoding")).with("Vary", "Accept-Encoding"));
        handlers.put("/cacheable", (method, query, headers, body) ->
                json(Map.of("cacheable", true)).with("Cache-Control", "max-age=60"));
        handlers.put("/conditional", (method, query, headers, body) -> conditional(headers));
        handlers.put("/parse", (method, query, headers, body) -> parse(method, headers, body));
        handlers.put("/download", (method, query, headers, body) -> download());
        handlers.put("/jsonp", (method, query, headers, body) -> jsonp(query));
        handlers.put("/dir", (method, query, headers, body) -> Answer.of(301).with("Location", "/dir/"));
        handlers.put("/dir/", (method, query, headers, body) -> Files.folder());
        handlers.put("/media.wav", (method, query, headers, body) -> Files.media(headers.getOrDefault("Range", "")));
        for (String path : Files.paths()) handlers.put(path, (method, query, headers, body) -> Files.send(path));
    }

    /** The paths of all routes, without those that the framework has its own means for. */
    public List<String> paths(String... but) {
        return handlers.keySet().stream().filter(path -> !List.of(but).contains(path)).toList();
    }

    /** The names of headers are in any case; of each parameter of the query, one value counts. */
    public Answer respond(String path, String method, Map<String, String> query, Map<String, String> headers, byte[] body) {
        Handler handler = handlers.get(path);
        if (handler == null) return null;
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        return handler.answer(method, query, anyCase, body);
    }

    private Answer resource(String method, Map<String, String> query) {
        String id = query.getOrDefault("id", "");
        String key = id.substring(0, Math.min(id.length(), 200));
        int count = WRITING.contains(method) ? writes.merge(key, 1, Integer::sum) : writes.getOrDefault(key, 0);
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("method", method);
        content.put("writes", count);
        return json(content)
                .with("X-Total-Count", "42")
                .with("X-Request-Id", UUID.randomUUID().toString())
                .with("ETag", ETAG)
                .with("Cache-Control", "no-store");
    }

    private static Answer whoami(Map<String, String> headers) {
        Matcher found = SESSION.matcher(headers.getOrDefault("Cookie", ""));
        return json(Collections.singletonMap("session", found.find() ? found.group(1) : null))
                .with("Cache-Control", "no-store");
    }

    private static Answer login(Map<String, String> query) {
        String wanted = query.getOrDefault("value", "s");
        String value = wanted.matches("[A-Za-z0-9_.~-]{1,100}") ? wanted : "s";
        return json(Map.of("session", value))
                .with("Set-Cookie", "session=" + value + "; SameSite=None; Secure; Path=/");
    }

    private static Answer crash() {
        throw new IllegalStateException("/crash throws");
    }

    private static Answer secret(Map<String, String> headers) {
        if (!headers.getOrDefault("Authorization", "").isEmpty()) return json(Map.of("private", true));
        return json(401, Map.of("error", "unauthorized")).with("WWW-Authenticate", "Bearer");
    }

    private static Answer redirect(Map<String, String> query) {
        // A Location header is ASCII without spaces and line ends, whatever the query says.
        String to = NO_LOCATION.matcher(query.getOrDefault("to", "/resource")).replaceAll(Routes::percentEncoded);
        String status = query.getOrDefault("status", "302");
        return Answer.of(status.matches("30[12378]") ? Integer.parseInt(status) : 302)
                .with("Location", to.isEmpty() ? "/resource" : to);
    }

    private static String percentEncoded(java.util.regex.MatchResult character) {
        StringBuilder encoded = new StringBuilder();
        for (byte one : character.group().getBytes(StandardCharsets.UTF_8)) encoded.append("%%%02X".formatted(one));
        return encoded.toString();
    }

    private static Answer events() {
        return text("text/event-stream", utf8(EVENTS.get(0)), utf8(EVENTS.get(1))).with("Cache-Control", "no-store");
    }

    /** How long /slow takes: milliseconds. */
    public static int delayOf(Map<String, String> query) {
        String ms = query.getOrDefault("ms", "0");
        return ms.matches("[0-9]{1,9}") ? Math.min(Integer.parseInt(ms), LONGEST_DELAY_MS) : 0;
    }

    private static Answer slow(Map<String, String> query) {
        int delay = delayOf(query);
        try {
            Thread.sleep(delay);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        return json(Map.of("ms", delay));
    }

    private static Answer conditional(Map<String, String> headers) {
        Answer answer = ETAG.equals(headers.get("If-None-Match")) ? Answer.of(304) : json(Map.of("conditional", true));
        return answer.with("ETag", ETAG).with("Cache-Control", "no-cache");
    }

    private static Answer parse(String method, Map<String, String> headers, byte[] body) {
        if (!method.equals("POST")) return json(405, Map.of("error", "method not allowed")).with("Allow", "POST");
        String type = headers.getOrDefault("Content-Type", "").split(";", 2)[0].trim();
        if (!type.equalsIgnoreCase("application/json")) return json(415, Map.of("error", "unsupported media type"));
        if (body.length > LONGEST_BODY) return json(413, Map.of("error", "payload too large"));
        try {
            JsonElement content = STRICT.fromJson(new String(body, StandardCharsets.UTF_8), JsonElement.class);
            return content == null ? json(400, Map.of("error", "no JSON")) : json(Map.of("parsed", true));
        } catch (JsonParseException broken) {
            return json(400, Map.of("error", "broken JSON"));
        }
    }

    private static Answer download() {
        return text("text/csv", utf8("name,value\n"), utf8("first,1\n"), utf8("second,2\n"))
                .with("Content-Disposition", "attachment; filename=\"report.csv\"");
    }

    private static Answer jsonp(Map<String, String> query) {
        String name = query.getOrDefault("callback", "callback");
        if (!FUNCTION_NAME.matcher(name).matches())
            return json(400, Map.of("error", "callback is not a valid function name"));
        return text("text/javascript; charset=utf-8", utf8(name + "({\"jsonp\":true});\n"));
    }
}
