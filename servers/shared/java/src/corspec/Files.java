package corspec;

import static corspec.Answer.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of the contract, for frameworks that do not send files themselves. */
public final class Files {
    /** A program starts in its own folder, beside `shared`. */
    public static final Path SHARED = Path.of("..", "shared").toAbsolutePath().normalize();
    public static final Path ASSETS = SHARED.resolve("assets");
    public static final Path STATIC = SHARED.resolve("static");

    private static final Map<String, String> TYPES = Map.of(
            "/image.png", "image/png",
            "/script.js", "text/javascript; charset=utf-8",
            "/module.js", "text/javascript; charset=utf-8",
            "/style.css", "text/css; charset=utf-8",
            "/font.woff2", "font/woff2",
            "/file.txt", "text/plain; charset=utf-8");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    private Files() {}

    static List<String> paths() {
        return List.copyOf(TYPES.keySet());
    }

    static Answer send(String path) {
        Path folder = path.equals("/file.txt") ? STATIC : ASSETS;
        return text(TYPES.get(path), read(folder.resolve(path.substring(1))));
    }

    static Answer folder() {
        return text("text/html; charset=utf-8", read(STATIC.resolve("dir/index.html")));
    }

    /** All of the sound, one part of it, or 416. */
    static Answer media(String wanted) {
        byte[] content = read(ASSETS.resolve("media.wav"));
        Matcher range = RANGE.matcher(wanted);
        if (!range.matches() || wanted.equals("bytes=-"))
            return text("audio/wav", content).with("Accept-Ranges", "bytes");
        String from = range.group(1);
        String to = range.group(2);
        long first = from.isEmpty() ? Math.max(0, content.length - Long.parseLong(to)) : Long.parseLong(from);
        boolean toEnd = from.isEmpty() || to.isEmpty();
        long last = toEnd ? content.length - 1 : Math.min(Long.parseLong(to), content.length - 1);
        if (first >= content.length || last < first)
            return Answer.of(416).with("Content-Range", "bytes */" + content.length);
        byte[] part = Arrays.copyOfRange(content, (int) first, (int) last + 1);
        return new Answer(206, text("audio/wav").headers(), List.of(part))
                .with("Accept-Ranges", "bytes")
                .with("Content-Range", "bytes " + first + "-" + last + "/" + content.length);
    }

    private static byte[] read(Path path) {
        try {
            return java.nio.file.Files.readAllBytes(path);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
