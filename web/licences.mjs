// Gathers the licences of the packages that a bundle holds, which ask to be handed on with it.
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

/** An esbuild plugin: writes them into a file beside the bundle, by the names of packages. */
export function licences(fileName) {
  return {
    name: "licences",
    setup(build) {
      build.initialOptions.metafile = true;
      const { absWorkingDir, outdir } = build.initialOptions;
      build.onEnd(async ({ metafile }) => {
        const used = Object.values(metafile?.outputs ?? {}).flatMap(({ inputs }) => Object.keys(inputs));
        const packages = new Set(used.map((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]).filter(Boolean));
        const texts = [];
        for (const folder of [...packages].sort()) {
          const at = path.join(absWorkingDir, folder);
          const { name, version, license } = JSON.parse(await readFile(path.join(at, "package.json"), "utf8"));
          const files = (await readdir(at)).filter((file) => /^(licen[cs]e|notice|thirdpartynotices)/i.test(file)).sort();
          const said = await Promise.all(files.map((file) => readFile(path.join(at, file), "utf8")));
          texts.push([`${name} ${version}, ${license}`, ...said.map((text) => text.trim())].join("\n\n"));
        }
        await writeFile(path.join(outdir, fileName), texts.join(`\n\n${"-".repeat(80)}\n\n`).replaceAll("\r", "") + "\n");
      });
    },
  };
}
