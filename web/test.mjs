// Runs the unit tests beside the sources: bundles each *.test.ts for node and hands them to node:test.
//
//   node test.mjs [PART OF A PATH…]
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
const found = (await readdir(path.join(here, "explorer"), { recursive: true }))
  .filter((name) => /\.test\.tsx?$/.test(name))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .sort();
if (found.length === 0) {
  console.error(`no test is called like ${wanted.join(" or ")}`);
  process.exit(1);
}
const out = await mkdtemp(path.join(tmpdir(), "actorgraph-web-"));
let failed = true;
try {
  await build({
    absWorkingDir: here,
    entryPoints: found.map((name) => `explorer/${name}`),
    outdir: out,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "inline",
    logLevel: "warning",
  });
  const tests = (await readdir(out, { recursive: true })).filter((name) => name.endsWith(".mjs"));
  const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...tests.map((name) => path.join(out, name))], { stdio: "inherit" });
  failed = run.status !== 0;
} finally {
  await rm(out, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
