package sse.integration.browser.drivers;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Runs a class once for each {@link Engine}. */
final class EachBrowser implements ClassTemplateInvocationContextProvider {
    private static final Namespace NAMESPACE = Namespace.create(EachBrowser.class);

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(ExtensionContext context) {
        return Arrays.stream(Engine.values()).map(Run::new);
    }

    /** The run of a class in one browser. */
    private record Run(Engine engine) implements ClassTemplateInvocationContext, ExecutionCondition, ParameterResolver {
        @Override
        public String getDisplayName(int index) {
            return engine.toString();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return engine.missingProgram()
                    .map(program -> ConditionEvaluationResult.disabled(program + " is not installed"))
                    .orElse(ConditionEvaluationResult.enabled(engine + " is installed"));
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Page.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            Page page = context.getRoot()
                    .getStore(NAMESPACE)
                    .computeIfAbsent(RunningBrowsers.class, absent -> new RunningBrowsers(), RunningBrowsers.class)
                    .newPage(engine);
            context.getStore(NAMESPACE).put(parameter.getIndex(), page);
            return page;
        }
    }
}
