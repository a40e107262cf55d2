// Who may import whom: what is computed knows nothing of how it is shown or where it comes from.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

/** Of the explorer's folders, and of its files beside them, which each folder may import; types may come from anywhere. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  state: [],
  layout: [],
  scene: [],
  painting: ["scene", "words"],
  data: ["layout"],
  export: ["data", "location", "painting", "scene", "words"],
};

const pattern = /^(?:import|export)\s+(type\s)?[^;]*?from\s+"([^"]+)";/gm;

for (const [folder, allowed] of Object.entries(mayImport)) {
  test(`${folder} imports of ours only ${allowed.join(", ") || "itself"}, and no React`, () => {
    const files = readdirSync(path.join("explorer", folder)).filter((name) => /\.tsx?$/.test(name) && !name.includes("test"));
    assert.ok(files.length > 0);
    for (const file of files) {
      const text = readFileSync(path.join("explorer", folder, file), "utf8");
      for (const [, type, from] of text.matchAll(pattern)) {
        if (type !== undefined) continue;
        const found = from!.startsWith("./") ? folder : from!.startsWith("../") ? from!.split("/")[1] : from;
        assert.ok(found === folder || allowed.includes(found!), `${folder}/${file} imports ${from}`);
      }
    }
  });
}
