import { type GraphiQLPlugin, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { examples, type Example } from "./examples";

/** The panel that lists the examples. */
export const examplesPlugin: GraphiQLPlugin = {
  title: "Examples",
  icon: () => (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d="M9 18h6M10 21h4M12 3a6 6 0 0 0-3.6 10.8c.6.5 1 1.1 1.1 1.9l.1.3h4.8l.1-.3c.1-.8.5-1.4 1.1-1.9A6 6 0 0 0 12 3Z" />
    </svg>
  ),
  content: Examples,
};

function Examples() {
  const { addTab, changeTab, updateActiveTabValues } = useGraphiQLActions();
  const { tabs, queryEditor, variableEditor } = useGraphiQL((state) => ({
    tabs: state.tabs,
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
  }));

  const open = (example: Example) => {
    const at = tabs.findIndex((tab) => tab.query === example.query);
    if (at >= 0) {
      changeTab(at);
    } else {
      addTab();
      updateActiveTabValues({ query: example.query, variables: example.variables });
      queryEditor?.setValue(example.query);
      variableEditor?.setValue(example.variables);
    }
    queryEditor?.focus();
  };

  return (
    <section aria-label="Examples" className="examples">
      <h2>Examples</h2>
      <p>Each opens in a tab of its own. Ctrl-Enter runs it, Escape leaves the editor.</p>
      <ul>
        {examples.map((example) => (
          <li key={example.title}>
            <button type="button" onClick={() => open(example)}>
              {example.title}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
