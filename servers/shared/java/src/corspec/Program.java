package corspec;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that keeps to the contract between corspec and an implementation: one line of JSON comes from stdin; a line
 * for each policy goes to stdout, and one that says ready; when stdin closes, the process ends. All policies are served
 * by one JVM. Knows nothing of CORS.
 */
public final class Program {
    /** Configures the library for a policy, listens on a free port of 127.0.0.1, and gives the port. */
    public interface Start {
        int start(Policy policy) throws Exception;
    }

    private static final Gson JSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();
    private static final Pattern VERSION = Pattern.compile("-([0-9][^/]*)\\.jar$");

    private Program() {}

    /** What `start` throws is the library's refusal of the policy. A class of each library gives its version. */
    public static void run(Start start, Map<String, Class<?>> libraries) throws Exception {
        // Stdout is for the contract: what a library prints goes to stderr.
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = in.readLine();
        if (line == null) return;
        exitWith(in);
        for (Map.Entry<String, JsonElement> entry : policiesOf(line).entrySet()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("policy", entry.getKey());
            try {
                answer.put("url", "http://127.0.0.1:" + start.start(Policy.parse(entry.getValue())));
            } catch (Unsupported unsupported) {
                answer.put("unsupported", unsupported.getMessage());
            } catch (Exception refused) {
                answer.put("unsupported", "refused at set-up: " + reason(refused));
            }
            out.println(JSON.toJson(answer));
        }
        Map<String, String> versions = new LinkedHashMap<>();
        libraries.forEach((name, type) -> versions.put(name, versionOf(type)));
        out.println(JSON.toJson(Map.of("ready", true, "versions", versions)));
        Thread.currentThread().join();
    }

    private static Map<String, JsonElement> policiesOf(String line) {
        JsonObject input = null;
        try {
            input = JSON.fromJson(line, JsonObject.class).getAsJsonObject("policies");
        } catch (RuntimeException broken) {
            // The same message as for an object without policies.
        }
        if (input == null) {
            System.err.println("expected one line of JSON on stdin, {\"policies\": {\"<name>\": <policy>, …}}, got "
                    + line.substring(0, Math.min(line.length(), 200)));
            Runtime.getRuntime().halt(1);
        }
        return input.asMap();
    }

    private static void exitWith(BufferedReader in) {
        Thread watch = new Thread(() -> {
            try {
                while (in.read() >= 0) {
                    // Whatever else comes has no meaning.
                }
            } catch (IOException closed) {
                // As good as the end.
            }
            Runtime.getRuntime().halt(0);
        });
        watch.setDaemon(true);
        watch.start();
    }

    /** Frameworks wrap the library's own words in errors of their own. */
    private static String reason(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) cause = cause.getCause();
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** The version in the name of the jar that a class came from; not all libraries have it in their manifest. */
    private static String versionOf(Class<?> type) {
        Matcher version = VERSION.matcher(
                type.getProtectionDomain().getCodeSource().getLocation().getPath());
        return version.find() ? version.group(1) : "unknown";
    }
}
