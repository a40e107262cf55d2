// For the tests of this folder: readers of what is written here, which share nothing with the writers, and a picture
// with names that nobody should trust.
import type { StoreQuery } from "../data/operations";
import type { Entity, Relation } from "../model";
import type { State } from "../state/state";
import { empty } from "../state/state";
import type { ClaimAnswer, Evidence, SourceAnswer } from "./evidence";
import type { Shown } from "./exported";

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** All text within, that of children included. */
  readonly text: string;
}

/** Reads XML 1.0 without DTD, comments and CDATA; throws if it is not well-formed. */
export function readXml(xml: string): XmlElement {
  const wrong = [...xml].find((letter) => !/^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]$/u.test(letter));
  if (wrong !== undefined) throw new Error(`U+${wrong.codePointAt(0)!.toString(16)} is not allowed in XML`);
  const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  const plain = (text: string): string => {
    if (text.includes("<") || text.includes("]]>")) throw new Error(`not escaped: ${text}`);
    return text.replace(/&([^;&]*);?/g, (whole, name: string) => {
      const code = /^#(\d+)$/.exec(name)?.[1];
      const letter = code === undefined ? named[name] : String.fromCodePoint(Number(code));
      if (letter === undefined || !whole.endsWith(";")) throw new Error(`not a reference: ${whole}`);
      return letter;
    });
  };
  let at = xml.startsWith("<?xml ") ? xml.indexOf("?>") + 2 : 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const sticky = new RegExp(pattern.source, "yu");
    sticky.lastIndex = at;
    const found = sticky.exec(xml);
    if (found !== null) at = sticky.lastIndex;
    return found;
  };
  const element = (): XmlElement => {
    const start = take(/<([A-Za-z_][\w:.-]*)/);
    if (start === null) throw new Error(`no element: ${xml.slice(at, at + 60)}`);
    const name = start[1]!;
    const attributes = new Map<string, string>();
    for (let found = take(/\s+([A-Za-z_][\w:.-]*)="([^"]*)"/); found !== null; found = take(/\s+([A-Za-z_][\w:.-]*)="([^"]*)"/)) {
      if (attributes.has(found[1]!)) throw new Error(`${found[1]} twice in ${name}`);
      // A reader turns line breaks and tabs that stand there as they are into spaces.
      attributes.set(found[1]!, plain(found[2]!.replace(/[\t\n\r]/g, " ")));
    }
    if (take(/\s*\/>/) !== null) return { name, attributes, children: [], text: "" };
    if (take(/\s*>/) === null) throw new Error(`${name} does not end: ${xml.slice(at, at + 60)}`);
    const children: XmlElement[] = [];
    let text = "";
    for (;;) {
      text += plain(take(/[^<]*/)![0]);
      const end = take(/<\/([A-Za-z_][\w:.-]*)\s*>/);
      if (end !== null) {
        if (end[1] !== name) throw new Error(`${name} ended by ${end[1]}`);
        return { name, attributes, children, text };
      }
      const child = element();
      children.push(child);
      text += child.text;
    }
  };
  take(/\s*/);
  const root = element();
  take(/\s*/);
  if (at !== xml.length) throw new Error(`after the end: ${xml.slice(at, at + 60)}`);
  return root;
}

/** All elements of that name, wherever they stand. */
export function all(root: XmlElement, name: string): readonly XmlElement[] {
  return [...(root.name === name ? [root] : []), ...root.children.flatMap((child) => all(child, name))];
}

/** Reads a table as RFC 4180 has it; throws on quotes where none may be. */
export function readCsv(table: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (let at = 0; at < table.length; ) {
    let cell = "";
    if (table[at] === '"') {
      for (at++; ; at++) {
        if (at >= table.length) throw new Error("a quote is not closed");
        if (table[at] !== '"') cell += table[at];
        else if (table[at + 1] === '"') cell += table[at++];
        else break;
      }
      at++;
    } else {
      while (at < table.length && !/[,\r\n]/.test(table[at]!)) {
        if (table[at] === '"') throw new Error("a quote within a cell without quotes");
        cell += table[at++];
      }
    }
    row.push(cell);
    if (table[at] === ",") at++;
    else if (table.startsWith("\r\n", at)) {
      at += 2;
      rows.push(row);
      row = [];
    } else throw new Error(`neither comma nor CRLF after ${cell}`);
  }
  return rows;
}

/** Names as somebody would choose them who wants to break a file, or whoever opens it. */
export const hostile: readonly string[] = [
  `<script>alert("1")</script> & 'sons' ]]> --> &amp; &#0;`,
  `=HYPERLINK("http://example.org/?"&A1,"open")`,
  "+1,-2\r\n@3\t;4",
  "nul\u0000 bell\u0007 escape\u001b next\u0085 no-character\uFFFE\uFFFF half\uD83D half\uDE00 whole\u{1F600}",
  "\u202Eright to left\u202C שלום \u2067مرحبا\u2069",
  `"quoted", "twice"`,
];

export const entity = (id: string, name: string, more: Partial<Entity> = {}): Entity => ({
  id,
  name,
  kind: "COMPANY",
  summary: null,
  degree: 1,
  visible: true,
  date: null,
  ...more,
});

export const relation = (id: string, from: string, to: string, more: Partial<Relation> = {}): Relation => ({
  id,
  type: "OWNS",
  label: "owns",
  from,
  to,
  symmetric: false,
  status: "STATED",
  atLeast: 1,
  documents: 1,
  contested: false,
  since: null,
  until: null,
  when: null,
  ended: false,
  collections: ["first"],
  ...more,
});

export const claim = (id: string, fact: string, source: string, more: Partial<ClaimAnswer> = {}): ClaimAnswer => ({
  id,
  statement: "One owns the other.",
  stance: "ASSERTS",
  modality: "STATED",
  reading: "EXPLICIT",
  note: null,
  collection: "first",
  fact: { id: fact },
  source: { id: source },
  attributedTo: [],
  credits: [],
  locator: null,
  ...more,
});

export const source = (id: string, more: Partial<SourceAnswer> = {}): SourceAnswer => ({
  id,
  sourceKind: "ARTICLE",
  sourceName: more.title ?? `The report ${id}`,
  title: null,
  published: null,
  when: null,
  url: null,
  publishers: [],
  ...more,
});

export function evidenceOf(claims: readonly ClaimAnswer[], sources: readonly SourceAnswer[]): Evidence {
  const facts = new Set(claims.map((one) => one.fact.id));
  return {
    claims: new Map([...facts].map((fact) => [fact, claims.filter((one) => one.fact.id === fact)])),
    origins: new Map(),
    sources: new Map(sources.map((one) => [one.id, one])),
  };
}

const store: StoreQuery = {
  collections: [
    { name: "first", title: "The first", licence: "CC-BY-4.0", claimCount: 1 },
    { name: "second", title: null, licence: null, claimCount: 1 },
  ],
  stats: { version: 1 },
  vocabulary: { relationTypes: [] },
  statuses: { enumValues: [{ name: "STATED", description: "It is told as fact." }] },
};

/** The entities stand in a row, a hundred apart. */
export function shown(entities: readonly Entity[], relations: readonly Relation[], state: Partial<State> = {}): Shown {
  const nodes = entities.map(({ id }, i) => ({ id, x: i * 100, y: (i % 2) * 60, pinned: false }));
  return {
    state: { ...empty, nodes, ...state },
    graph: { entities: new Map(entities.map((one) => [one.id, one])), relations, hidden: new Map(), changes: new Map() },
    store,
  };
}

/** Letters of one width: fonts differ from one machine to the next. */
export const measure = (text: string, size: number): number => text.length * size * 0.55;
