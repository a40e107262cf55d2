// Mends what a Content-Security-Policy without 'unsafe-inline' would refuse in the packages that the playground uses:
// style elements made by scripts, and style attributes in HTML made by scripts. Also what readers of screens would get wrong,
// and colours that are hard to read. And it takes out the large formatter of JavaScript, which GraphiQL has for JSON alone.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const styles = JSON.stringify(path.join(path.dirname(fileURLToPath(import.meta.url)), "styles.ts"));

/** Of each file: what is put before it, if anything, and what stands in place of what, as in String.replace. */
const mended = [
  {
    file: /monaco-editor\/esm\/vs\/base\/browser\/dom\.js$/,
    imports: `import { ScriptedStyle } from ${styles};`,
    replace: [
      [
        /export function createStyleSheet\(container = [\s\S]*?\n}\n/,
        `export function createStyleSheet(_container, beforeAppend, disposableStore) {
          const style = new ScriptedStyle();
          beforeAppend?.(style);
          disposableStore?.add(toDisposable(() => style.remove()));
          return style;
        }\n`,
      ],
    ],
  },
  {
    file: /monaco-editor\/esm\/vs\/editor\/browser\/view\/viewLayer\.js$/,
    imports: `import { setHTML, insertHTMLAfter } from ${styles};`,
    replace: [
      ["this._domNode.innerHTML = newLinesHTML;", "setHTML(this._domNode, newLinesHTML);"],
      ["lastChild.insertAdjacentHTML('afterend', newLinesHTML);", "insertHTMLAfter(lastChild, newLinesHTML);"],
      ["hugeDomNode.innerHTML = invalidLinesHTML;", "setHTML(hugeDomNode, invalidLinesHTML);"],
    ],
  },
  {
    file: /react-style-singleton\/dist\/es2015\/singleton\.js$/,
    imports: `import { ScriptedStyle } from ${styles};`,
    replace: [
      [/function makeStyleTag\(\) {[\s\S]*?\n}\n/, "const makeStyleTag = () => new ScriptedStyle();\n"],
      [/function injectStyles\(tag, css\) {[\s\S]*?\n}\n/, "const injectStyles = (tag, css) => { tag.textContent = css; };\n"],
      [/function insertStyleTag\(tag\) {[\s\S]*?\n}\n/, "const insertStyleTag = () => {};\n"],
      ["stylesheet.parentNode && stylesheet.parentNode.removeChild(stylesheet);", "stylesheet.remove();"],
    ],
  },
  {
    file: /@graphiql\/react\/dist\/utility\/jsonc\.js$/,
    imports: `import { applyEdits, format } from "jsonc-parser";`,
    replace: [
      [
        /async function formatJSONC\(content\) {[\s\S]*?\n}\n/,
        `async function formatJSONC(content) {
          return applyEdits(content, format(content, undefined, { insertSpaces: true, tabSize: 2 }));
        }\n`,
      ],
    ],
  },
  {
    // A tab can't hold a button that closes it. So they are a list of buttons, of which one is current.
    file: /@graphiql\/react\/dist\/components\/tabs\/index\.js$/,
    replace: [
      [/"aria-selected": isActive,/, `"aria-current": isActive ? "true" : undefined,`],
      [/role: "tab",/, ""],
      [/role: "tablist",/, ""],
    ],
  },
  {
    file: /graphiql\/dist\/GraphiQL\.js$/,
    replace: [[/role: "tabpanel"/, `role: "region"`]],
  },
  {
    // The label hid what the button says.
    file: /@graphiql\/plugin-history\/dist\/components\.js$/,
    replace: [[/"aria-label": "Set active", children: displayName/, "children: displayName"]],
  },
  {
    file: /@graphiql\/react\/dist\/constants\.js$/,
    replace: [
      [/"menu\.selectionForeground": colors\.primary\[theme\]/, `$&, "editorLineNumber.foreground": theme === "dark" ? "#9aa7bd" : "#237893"`],
      [/token: "argument\.identifier\.gql",\s*foreground: "#908aff"\s*}/, `$&, { token: "comment", foreground: "#8fbf77" }, { token: "annotation", foreground: "#f08d8d" }`],
      [/token: "argument\.identifier\.gql",\s*foreground: "#6c69ce"\s*}/, `$&, { token: "annotation", foreground: "#5c5c5c" }`],
    ],
  },
];

/** An esbuild plugin. The build fails if a file is not as expected, so that a new version can't slip through. */
export const mend = {
  name: "mend",
  setup(build) {
    const met = new Set();
    for (const { file, imports, replace } of mended) {
      build.onLoad({ filter: file }, async (args) => {
        let text = await readFile(args.path, "utf8");
        for (const [from, to] of replace) {
          const before = text;
          text = text.replace(from, to);
          if (text === before) return { errors: [{ text: `${args.path} has no longer ${from}` }] };
        }
        met.add(file);
        return { contents: `${imports ?? ""}\n${text}`, loader: "js" };
      });
    }
    build.onEnd(() => {
      const errors = mended.filter(({ file }) => !met.has(file)).map(({ file }) => ({ text: `nothing to mend in ${file}` }));
      return { errors };
    });
  },
};
