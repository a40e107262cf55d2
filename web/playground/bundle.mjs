// How the playground is bundled.
import { copyFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { licences } from "../licences.mjs";
import { mend } from "./mended.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const monaco = path.join(here, "monaco.ts");

/** The options of esbuild, beside those that all pages have in common. */
export const playground = {
  entryPoints: {
    playground: "playground/main.tsx",
    "playground-editor": "monaco-editor/esm/vs/editor/editor.worker.js",
    "playground-graphql": "monaco-graphql/esm/graphql.worker.js",
    "playground-json": "monaco-editor/esm/vs/language/json/json.worker.js",
  },
  assetNames: "playground-[name]",
  loader: { ".graphql": "text", ".ttf": "file" },
  plugins: [mend, onlyWhatIsUsed(), page(), licences("playground.licences.txt")],
};

/** Gives GraphiQL our choice of the editor's parts, where it would take all. */
function onlyWhatIsUsed() {
  return {
    name: "only what is used",
    setup(build) {
      build.onResolve({ filter: /monaco-editor(\.js)?$/ }, (args) => {
        const ofGraphQL = args.path.startsWith("monaco-graphql/") || /\/monaco-graphql\//.test(args.importer);
        return ofGraphQL ? { path: monaco } : undefined;
      });
      // Two names for the same. The worker has no need of either: the page does the formatting.
      build.onResolve({ filter: /^prettier\// }, ({ path: name, importer, resolveDir, kind }) => {
        if (/\/monaco-graphql\//.test(importer)) return { path: name, namespace: "nothing" };
        if (name === "prettier/parser-graphql") return build.resolve("prettier/plugins/graphql", { resolveDir, kind });
        return undefined;
      });
      build.onLoad({ filter: /./, namespace: "nothing" }, () => ({ contents: "" }));
    },
  };
}

/** Puts the page beside its scripts. */
function page() {
  return {
    name: "page",
    setup(build) {
      build.onEnd(() => copyFile(path.join(here, "index.html"), path.join(build.initialOptions.outdir, "playground.html")));
    },
  };
}
