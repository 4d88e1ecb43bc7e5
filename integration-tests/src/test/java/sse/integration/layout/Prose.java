package sse.integration.layout;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words that production code does not use, and why: the documented word for the same thing is another one. */
final class Prose {
    /** Phrases that describe code as people. */
    private static final List<String> IDIOMS = List.of(
            "says? whether",
            "says? (which|what|how|that|so)\\b",
            "\\b(nobody|somebody|everybody|whoever)\\b",
            "\\bwho (lags?|keeps? up|is slow|is new|resumes?|left|leaves|waits?|comes?|has|have|does|are|may|asks?)\\b",
            "\\b(one|those|who|that) that lags?\\b",
            "\\b(is|are|was|were|be) told\\b",
            "\\bwhat (waits|is left|lags|comes)\\b",
            "\\bits place\\b",
            "\\blook at the clock\\b",
            "\\bha(s|ve) a turn\\b",
            "\\blet(s|ting)? go\\b",
            "\\bgives? back\\b",
            "\\b(strands?|stranded)\\b",
            "\\bhabits?\\b",
            "\\bturn(s|ed)? away\\b",
            "\\bfarewells?\\b",
            "\\btopics? of states\\b",
            "\\bforgo(es)?\\b");

    /** Type names that a name of the field has replaced. */
    private static final List<String> REPLACED_NAMES = List.of(
            "Outbox",
            "ConnectedStream",
            "OpenStream",
            "Parting",
            "Follower",
            "StreamSite",
            "Waiter",
            "BlockedSender",
            "UserCall",
            "Joint",
            "Unseen",
            "CatchUp",
            "EveryEvent",
            "NewestPerKey",
            "Arrivals",
            "MemoryLog",
            "KeyedLog",
            "NewestEntries",
            "OwnIds",
            "RecentEvents",
            "Habits",
            "Entrance",
            "Places",
            "StreamsByAddress",
            "Observation",
            "ListenerCalls",
            "UserCodeThreads",
            "UserExecutor",
            "CountedExecutor",
            "Quoted",
            "CommonLines",
            "EventText",
            "RecentText",
            "Intake",
            "Reception",
            "Steps",
            "Disposal",
            "ConnectionTask",
            "BlockingSection",
            "Workers",
            "FramingFields",
            "RequestException",
            "RefusedException",
            "TopicBuilder",
            "EventLog",
            "EventEncoder",
            "ReceivedEvent");

    private static final Pattern PRIVATE_WORDS = Pattern.compile("(?i:" + String.join("|", IDIOMS) + ")|\\b("
            + REPLACED_NAMES.stream().map(Pattern::quote).collect(Collectors.joining("|")) + ")\\b");

    private Prose() {}

    /** Returns the private words in a text, in order. */
    static List<String> privateWords(String text) {
        return PRIVATE_WORDS.matcher(text).results().map(found -> found.group()).toList();
    }
}
