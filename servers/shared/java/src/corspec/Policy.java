package corspec;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a server intends to allow. Null is not stated; a list with only "*" stands for all. */
public record Policy(
        List<String> origins,
        Boolean credentials,
        List<String> methods,
        List<String> requestHeaders,
        List<String> exposedHeaders,
        Long maxAge) {
    private static final List<String> KNOWN =
            List.of("origins", "credentials", "methods", "requestHeaders", "exposedHeaders", "maxAge");
    private static final Pattern ORIGIN_ENTRY = Pattern.compile("null|[a-z][a-z0-9+.-]*://(\\*\\.)?[^\\s/*?#]+");

    /** Whether a field is "*". */
    public static boolean isAny(List<String> field) {
        return List.of("*").equals(field);
    }

    /** Whether an entry of the origins stands for all subdomains of a domain. */
    public static boolean isPattern(String origin) {
        return origin.contains("://*.");
    }

    /** A regular expression for a whole origin, for libraries that have no patterns of their own. */
    public static String regexOf(String origin) {
        if (!isPattern(origin)) return Pattern.quote(origin);
        String[] parts = origin.split("\\*\\.", 2);
        return Pattern.quote(parts[0]) + "([a-z0-9-]+\\.)+" + Pattern.quote(parts[1]);
    }

    /** Reads a policy. What makes no sense is unsupported. */
    static Policy parse(JsonElement json) {
        if (!json.isJsonObject()) throw new Unsupported("a policy is an object, not " + json);
        JsonObject fields = json.getAsJsonObject();
        for (String key : fields.keySet()) {
            if (!KNOWN.contains(key))
                throw new Unsupported("unknown key \"" + key + "\"; a policy has " + String.join(", ", KNOWN));
        }
        return new Policy(
                origins(fields.get("origins")),
                credentials(fields.get("credentials")),
                names("methods", fields.get("methods")),
                names("requestHeaders", fields.get("requestHeaders")),
                names("exposedHeaders", fields.get("exposedHeaders")),
                maxAge(fields.get("maxAge")));
    }

    private static List<String> origins(JsonElement field) {
        List<String> origins = names("origins", field);
        if (origins == null || isAny(origins)) return origins;
        for (String origin : origins) {
            if (!ORIGIN_ENTRY.matcher(origin).matches())
                throw new Unsupported("origins has \"" + origin + "\", which is neither an origin "
                        + "(https://app.example.com) nor a pattern of subdomains (https://*.example.com)");
        }
        return origins;
    }

    private static List<String> names(String key, JsonElement field) {
        if (field == null) return null;
        if (isText(field) && field.getAsString().equals("*")) return List.of("*");
        Unsupported wrong = new Unsupported(key + " is \"*\" or a list of strings, not " + field);
        if (!field.isJsonArray()) throw wrong;
        List<String> names = new ArrayList<>();
        for (JsonElement name : field.getAsJsonArray()) {
            if (!isText(name) || name.getAsString().isEmpty()) throw wrong;
            names.add(name.getAsString());
        }
        return List.copyOf(names);
    }

    private static Boolean credentials(JsonElement field) {
        if (field == null) return null;
        if (!field.isJsonPrimitive() || !field.getAsJsonPrimitive().isBoolean())
            throw new Unsupported("credentials is true or false, not " + field);
        return field.getAsBoolean();
    }

    private static Long maxAge(JsonElement field) {
        if (field == null) return null;
        boolean isNumber = field.isJsonPrimitive() && field.getAsJsonPrimitive().isNumber();
        if (!isNumber || !field.getAsString().matches("[0-9]{1,18}"))
            throw new Unsupported("maxAge is a whole number of seconds, 0 or more, not " + field);
        return field.getAsLong();
    }

    private static boolean isText(JsonElement value) {
        return value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
    }
}
