package sse.integration.documents;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A source file, parsed: where its whole statements and members stand, and which of its names are used.
 *
 * <p>A snippet of a document is found in it where the text of consecutive whole statements, members or types is the
 * snippet's, at some indentation. A snippet that begins or ends within a statement is not found.
 */
final class JavaSource {
    private final Path file;
    private final String text;
    private final List<Part> parts = new ArrayList<>();
    private final Set<String> usedNames = new HashSet<>();

    /**
     * A statement, member or type, with the comment before it.
     *
     * @param parent what it stands in
     * @param member the name of the member or type that it is, or stands in
     * @param isTest true if that is called by JUnit
     */
    private record Part(Tree parent, int start, int end, String member, boolean isTest) {}

    private JavaSource(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /** Parses a file. */
    static JavaSource read(Path file) throws IOException {
        JavaSource source = new JavaSource(file, Files.readString(file));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task =
                    (JavacTask) compiler.getTask(null, files, null, null, null, files.getJavaFileObjects(file));
            Trees trees = Trees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                source.addParts(unit, trees.getSourcePositions());
                source.addNames(unit);
            }
        }
        return source;
    }

    /**
     * Finds a snippet.
     *
     * @return the name of the member or type that it is or stands in; empty if it is not here as a whole
     */
    Optional<String> find(String snippet) {
        if (isWhole(snippet)) {
            return Optional.of(file.getFileName().toString());
        }
        return IntStream.rangeClosed(0, 24)
                .filter(indentation -> indentation % 4 == 0)
                .mapToObj(snippet::indent)
                .map(indented -> indented.replaceAll("(?m)^ +$", "").stripTrailing())
                .flatMap(indented -> findExact(indented).stream())
                .findFirst();
    }

    /** Returns true if it is the whole file, with or without the declaration of its package. */
    private boolean isWhole(String snippet) {
        return Stream.of(text, text.replaceFirst("\\Apackage .*", ""))
                .anyMatch(whole -> whole.strip().equals(snippet.strip()));
    }

    /** Returns true if a member or type of that name is called by JUnit, or is used in this file. */
    boolean isUsed(String member) {
        return usedNames.contains(member)
                || parts.stream().anyMatch(part -> part.member().equals(member) && part.isTest());
    }

    private Optional<String> findExact(String snippet) {
        for (int at = text.indexOf(snippet); at >= 0; at = text.indexOf(snippet, at + 1)) {
            int start = at + snippet.length() - snippet.stripLeading().length();
            int end = at + snippet.length();
            Optional<Part> first =
                    parts.stream().filter(part -> part.start() == start).findFirst();
            boolean endsWhole = first.isPresent()
                    && parts.stream()
                            .anyMatch(part -> part.end() == end
                                    && part.parent() == first.get().parent());
            if (endsWhole) {
                return first.map(Part::member);
            }
        }
        return Optional.empty();
    }

    private void addParts(CompilationUnitTree unit, SourcePositions positions) {
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitCompilationUnit(CompilationUnitTree node, Void unused) {
                addAll(node, node.getTypeDecls(), getCurrentPath());
                return super.visitCompilationUnit(node, unused);
            }

            @Override
            public Void visitClass(ClassTree node, Void unused) {
                addAll(node, node.getMembers(), getCurrentPath());
                return super.visitClass(node, unused);
            }

            @Override
            public Void visitBlock(BlockTree node, Void unused) {
                addAll(node, node.getStatements(), getCurrentPath());
                return super.visitBlock(node, unused);
            }

            private void addAll(Tree parent, List<? extends Tree> children, TreePath path) {
                int previousEnd = 0;
                for (Tree child : children) {
                    int end = (int) positions.getEndPosition(unit, child);
                    if (end < 0) {
                        continue; // a constructor that javac adds
                    }
                    int start = (int) positions.getStartPosition(unit, child);
                    Tree member = memberOf(new TreePath(path, child));
                    parts.add(
                            new Part(parent, startOfComment(start, previousEnd), end, nameOf(member), isTest(member)));
                    previousEnd = end;
                }
            }
        }.scan(unit, null);
    }

    /** Returns where the comment before a part begins, or the part itself. */
    private int startOfComment(int start, int previousEnd) {
        int lineStart = text.lastIndexOf('\n', start) + 1;
        while (lineStart > previousEnd) {
            int lineBefore = text.lastIndexOf('\n', lineStart - 2) + 1;
            String line = text.substring(lineBefore, lineStart).strip();
            if (lineBefore < previousEnd || !(line.startsWith("*") || line.startsWith("/*") || line.startsWith("//"))) {
                break;
            }
            lineStart = lineBefore;
        }
        String before = text.substring(lineStart);
        return Math.min(
                start, lineStart + before.length() - before.stripLeading().length());
    }

    private static Tree memberOf(TreePath path) {
        for (TreePath at = path; at != null; at = at.getParentPath()) {
            Tree tree = at.getLeaf();
            boolean isMember = at.getParentPath() != null
                    && (at.getParentPath().getLeaf() instanceof ClassTree
                            || at.getParentPath().getLeaf() instanceof CompilationUnitTree);
            if (isMember) {
                return tree;
            }
        }
        return path.getLeaf();
    }

    private static String nameOf(Tree member) {
        if (member instanceof MethodTree method) {
            return method.getName().toString();
        }
        if (member instanceof VariableTree field) {
            return field.getName().toString();
        }
        return member instanceof ClassTree type ? type.getSimpleName().toString() : "";
    }

    private static boolean isTest(Tree member) {
        return member instanceof MethodTree method
                && method.getModifiers().getAnnotations().stream()
                        .anyMatch(annotation -> annotation.toString().contains("Test"));
    }

    private void addNames(CompilationUnitTree unit) {
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitIdentifier(IdentifierTree node, Void unused) {
                usedNames.add(node.getName().toString());
                return super.visitIdentifier(node, unused);
            }

            @Override
            public Void visitMemberSelect(MemberSelectTree node, Void unused) {
                usedNames.add(node.getIdentifier().toString());
                return super.visitMemberSelect(node, unused);
            }

            @Override
            public Void visitMemberReference(MemberReferenceTree node, Void unused) {
                usedNames.add(node.getName().toString());
                return super.visitMemberReference(node, unused);
            }
        }.scan(unit, null);
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
