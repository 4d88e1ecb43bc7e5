package sse.api.internal.http;

/** The weight of a choice in a field by which content is negotiated (RFC 9110 section 12.4.2). */
final class Quality {
    private Quality() {}

    /** Returns the quality in thousandths: 1000 if none is given, 0 if it is malformed. */
    static int of(String choice) {
        for (String parameter : choice.split(";", -1)) {
            String text = parameter.strip();
            if (text.length() >= 2 && (text.charAt(0) == 'q' || text.charAt(0) == 'Q') && text.charAt(1) == '=') {
                String value = text.substring(2);
                return value.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?")
                        ? (int) Math.round(Double.parseDouble(value) * 1000)
                        : 0;
            }
        }
        return 1000;
    }
}
