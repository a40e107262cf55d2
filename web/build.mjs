// Bundles the pages into built/, which the program embeds. The same sources give the same bytes.
//
//   node build.mjs [--out FOLDER] [--watch]
//   node build.mjs --bench --out FOLDER   the page that measures painting, and nothing else
import { context } from "esbuild";
import { cp, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { licences } from "./licences.mjs";
import { playground } from "./playground/bundle.mjs";

const { values } = parseArgs({
  options: {
    out: { type: "string", default: "built" },
    watch: { type: "boolean", default: false },
    bench: { type: "boolean", default: false },
  },
});
const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(here, values.out);
if (values.bench && out === path.join(here, "built")) throw new Error("--bench needs --out: its page is not embedded");

const common = {
  absWorkingDir: here,
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2023",
  jsx: "automatic",
  legalComments: "none", // licences are handed on whole
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "warning",
};

const bench = [{ ...common, entryPoints: { bench: "explorer/bench/bench.ts" } }];
const bundles = [
  {
    ...common,
    entryPoints: {
      explorer: "explorer/main.tsx",
      layout: "explorer/layout/worker.ts",
    },
    plugins: [licences("explorer.licences.txt")],
  },
  { ...common, ...playground },
];

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await cp(path.join(here, values.bench ? "explorer/bench" : "explorer", "index.html"), path.join(out, "index.html"));
if (!values.bench) await cp(path.join(here, "explorer/icon.svg"), path.join(out, "icon.svg"));
for (const options of values.bench ? bench : bundles) {
  const build = await context(options);
  await build.rebuild();
  if (values.watch) await build.watch();
  else await build.dispose();
}
