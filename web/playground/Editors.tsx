import { useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import type { MonacoEditor } from "@graphiql/react";
import { KeyCode } from "monaco-editor/esm/vs/editor/editor.api.js";
import { useEffect } from "react";

/** When Escape has something else to do in an editor. */
const escapeIsTaken = [
  "suggestWidgetVisible",
  "findWidgetVisible",
  "markersNavigationVisible",
  "editorHoverVisible",
  "editorHasMultipleSelections",
  "editorHasSelection",
  "inSnippetMode",
  "referenceSearchVisible",
];

/** Has the editors do what they do not by themselves. Shows nothing. */
export function Editors() {
  const { query, variables, headers, response } = useGraphiQL((state) => ({
    query: state.queryEditor,
    variables: state.variableEditor,
    headers: state.headerEditor,
    response: state.responseEditor,
  }));

  // In an editor Tab writes a tab, so that there has to be another way out: Escape leads to what surrounds it,
  // from where Tab goes on and Enter leads back.
  useEffect(() => {
    const all = [query, variables, headers, response].filter((editor): editor is MonacoEditor => editor !== undefined);
    const added = all.map((editor) =>
      editor.addAction({
        id: "leave-editor",
        label: "Leave the Editor",
        keybindings: [KeyCode.Escape],
        precondition: escapeIsTaken.map((key) => `!${key}`).join(" && "),
        run: () => editor.getContainerDomNode().focus(),
      }),
    );
    return () => added.forEach((action) => action.dispose());
  }, [query, variables, headers, response]);

  // Examples begin with sentences, which are to be read whole.
  useEffect(() => query?.updateOptions({ wordWrap: "on" }), [query]);

  useFollowedSystem();
  return null;
}

/** Lets the editors follow when the system turns light or dark, as the rest does by itself. */
function useFollowedSystem(): void {
  const { setTheme } = useGraphiQLActions();
  const theme = useGraphiQL((state) => state.theme);
  useEffect(() => {
    if (theme !== null) return;
    const system = matchMedia("(prefers-color-scheme: dark)");
    const follow = () => setTheme(null);
    system.addEventListener("change", follow);
    return () => system.removeEventListener("change", follow);
  }, [theme, setTheme]);
}
