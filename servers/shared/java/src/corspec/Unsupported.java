package corspec;

/** The library cannot express a policy; the message says why. */
public final class Unsupported extends RuntimeException {
    public Unsupported(String why) {
        super(why);
    }
}
