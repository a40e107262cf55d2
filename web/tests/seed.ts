// What the data that the program comes with tells, read from its own files: what the pages should show.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export interface Told {
  readonly from: string;
  readonly type: string;
  readonly to: string;
  readonly collection: string;
  /** Whether a document says so outright. The explorer draws these unless the lens asks for others. */
  readonly asserted: boolean;
}

/** All relations, once for each file that tells of them. Files are tidy, so that lines tell what they are. */
export const told: readonly Told[] = ["nso-articles", "nso-context"].flatMap((collection) => {
  const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../seed", collection);
  return readdirSync(folder).flatMap((file) =>
    readFileSync(path.join(folder, file), "utf8")
      .split(/^ {2}- (?=from: )/m)
      .slice(1)
      .map((text) => {
        const [, from, type, to] = /^from: (\S+)\n +type: (\S+)\n +to: (\S+)\n/.exec(text)!;
        const claims = text.split(/^ {6}- (?=source: )/m).slice(1);
        const asserted = claims.some((claim) => !/^ {8}(stance|reading): /m.test(claim));
        return { from: from!, type: type!, to: to!, collection, asserted };
      }),
  );
});

/** The relations of an entity that are drawn, each once. */
export function relationsOf(id: string, type?: string): readonly Told[] {
  const found = new Map<string, Told>();
  for (const one of told) {
    if (!one.asserted || (one.from !== id && one.to !== id) || (type !== undefined && one.type !== type)) continue;
    const ends = one.type === "ALLIED_WITH" ? [one.from, one.to].sort() : [one.from, one.to];
    found.set([one.type, ...ends].join(" "), one);
  }
  return [...found.values()];
}

const names = new Map(
  ["nso-articles", "nso-context"].flatMap((collection) => {
    const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../seed", collection);
    return readdirSync(folder).flatMap((file) =>
      [...readFileSync(path.join(folder, file), "utf8").matchAll(/^ {2}- id: (\S+)\n(?: {4}kind: \S+\n)? {4}name: (.+)$/gm)].map(
        ([, id, name]) => [id!, name!.replace(/^(["'])(.*)\1$/, "$2").replaceAll("''", "'")] as const,
      ),
    );
  }),
);

/** The name that the files give an entity. */
export function nameOf(id: string): string {
  const name = names.get(id);
  if (name === undefined) throw new Error(`the files do not name ${id}`);
  return name;
}
