// The words in which the page speaks of the graph.
import type { ClaimPartsFragment, ValuePartsFragment } from "./data/operations";
import type { Word } from "./data/origins";
import type { Change, EntityKind, Relation, Status } from "./model";
import type { Command } from "./state/commands";
import type { LayoutName } from "./layout/layout";
import type { Lens, PathQuestion } from "./state/state";

/** "1 entity", "2,000 entities". */
export function counted(n: number, one: string, many: string): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

/** A name of a closed list as people read it: PUBLIC_BODY is "public body". */
export function plain(name: string): string {
  return name.toLowerCase().replaceAll("_", " ");
}

/** The keys of a table, in its order. */
export function keys<Key extends string>(table: Readonly<Record<Key, unknown>>): readonly Key[] {
  return Object.keys(table) as Key[];
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const kinds: Readonly<Record<EntityKind, string>> = {
  COMPANY: "company",
  GOVERNMENT: "government",
  PUBLIC_BODY: "public body",
  ORGANIZATION: "organization",
  PERSON: "person",
  GROUP: "group",
  COUNTRY: "country",
  PLACE: "place",
  PRODUCT: "product",
  DEVICE: "device",
  LAWSUIT: "lawsuit",
  MEASURE: "measure",
  DEAL: "deal",
  TARGETING: "targeting",
  EVENT: "event",
};

/** The statuses, strongest first, as the evidence panel and the legend call them. */
export const statuses: Readonly<Record<Status, string>> = {
  ESTABLISHED: "established by a court or inquiry",
  CONFIRMED: "confirmed by a party and another",
  STATED: "stated as fact",
  SELF_STATED: "stated by parties alone",
  ALLEGED: "alleged",
  OPINION: "forecast or opinion",
  DENIED: "only denied",
  UNCONFIRMED: "not confirmed",
  RETRACTED: "taken back",
};

export const stances: Readonly<Record<ClaimPartsFragment["stance"], string>> = {
  ASSERTS: "says so",
  DENIES: "denies it",
  DOES_NOT_CONFIRM: "does not confirm it",
  SILENT: "is silent on it",
  RETRACTS: "takes it back",
};

/** What whoever speaks against a fact does to it; before "by" and who that is. */
export const objections: Readonly<Record<Exclude<ClaimPartsFragment["stance"], "ASSERTS">, string>> = {
  DENIES: "Denied",
  DOES_NOT_CONFIRM: "Not confirmed",
  SILENT: "Not answered",
  RETRACTS: "Taken back",
};

export const modalities: Readonly<Record<ClaimPartsFragment["modality"], string>> = {
  FOUND: "as found by a court or inquiry",
  CONFIRMED: "as confirmed by the party",
  STATED: "as fact",
  DERIVED: "by arithmetic on stated figures",
  HEARSAY: "as hearsay",
  BELIEVED: "as believed",
  ALLEGED: "as alleged",
  POSSIBLE: "as possible",
  IMPLIED: "not outright",
  INTENDED: "as intended",
  FORECAST: "as expected",
  OPINION: "as an opinion",
};

export const layouts: Readonly<Record<LayoutName, string>> = {
  force: "By attraction",
  layered: "In layers",
  radial: "In rings around one",
  role: "By part played",
  timeline: "By date",
};

export const changes: Readonly<Record<Change, string>> = {
  gained: "only through this lens",
  lost: "only through the other lens",
  changed: "through both, but told otherwise",
};

/** How a line reads: "NSO Group makes Pegasus"; of what is over, when it was. */
export function lineText(relation: Relation, name: (id: string) => string): string {
  const text = `${name(relation.from)} ${relation.label} ${name(relation.to)}`;
  return relation.ended ? `${text}, ${relation.when}` : text;
}

/** How well a relation is told: "alleged, and denied by others". */
export function standing({ status, contested }: Pick<Relation, "status" | "contested">): string {
  return `${status === null ? "not told" : statuses[status]}${contested ? ", and denied by others" : ""}`;
}

/** An entity's name within a sentence, as the server's sentences have it: "the Government of Mexico", “Journalists in Mexico”. */
export function inText({ name, kind }: { readonly name: string; readonly kind: EntityKind }): string {
  if (kind === "GROUP") return `“${name}”`;
  const article = (kind === "GOVERNMENT" || kind === "PUBLIC_BODY") && name.includes(" ") && !name.startsWith("The ");
  return article ? `the ${name}` : name;
}

/** A value of a property or qualifier. */
export function valueText(value: ValuePartsFragment): string {
  if ("text" in value) return value.text;
  if ("url" in value) return value.url;
  if ("enum" in value) return plain(value.enum);
  if ("boolean" in value) return value.boolean ? "yes" : "no";
  const { min, max, unit, precision, words } = value;
  const figure = (n: number | null): string => (n === null ? "?" : n.toLocaleString("en"));
  const amount = {
    EXACT: figure(min),
    ABOUT: `about ${figure(min)}`,
    AT_LEAST: `at least ${figure(min)}`,
    AT_MOST: `at most ${figure(max)}`,
    MORE_THAN: `more than ${figure(min)}`,
    LESS_THAN: `less than ${figure(max)}`,
    BETWEEN: `${figure(min)} to ${figure(max)}`,
    VAGUE: words ?? `${figure(min)} to ${figure(max)}`,
  }[precision];
  return unit === "" || precision === "VAGUE" ? amount : `${amount} ${unit}`;
}

/** On whose word a relation stands: its origins, and which documents do not say where they have it. */
export function wordText({ origins, silent, inferred }: Word): string {
  const some = (names: readonly string[], most: number): string =>
    names.length <= most + 1 ? names.join("; ") : `${names.slice(0, most).join("; ")}; and ${names.length - most} more`;
  const parts = [
    origins.length === 0 ? null : some(origins, 5),
    silent.length === 0 ? null : `${some(silent, 3)} (which ${silent.length === 1 ? "does not say where it has" : "do not say where they have"} it)`,
    inferred.length === 0 ? null : `nobody says it outright, an analyst reads it from ${some(inferred, 3)}`,
  ].filter((part) => part !== null);
  return parts.join("; ");
}

/** Where in a document a claim stands: "¶ 7", "page 3, headline". */
export function place(locator: ClaimPartsFragment["locator"]): string | null {
  if (locator === null) return null;
  const parts = [
    locator.page === null ? null : `page ${locator.page}`,
    locator.part === "BODY" ? null : plain(locator.part),
    locator.paragraph === null ? null : `¶ ${locator.paragraph}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(", ");
}

/** Why names are there that a lens by support should hide; null where it asks for none. */
export function namesText({ minOrigins, statuses }: Lens): string | null {
  if (minOrigins === undefined && statuses === undefined) return null;
  return "Names stay: other names, docket numbers and websites are shown however weakly they are supported.";
}

/** A lens in words; "everything" for the one that narrows nothing. */
export function lensText(lens: Lens): string {
  const parts = [
    lens.trueAt === undefined ? null : `true on ${lens.trueAt}`,
    lens.knownAt === undefined ? null : `known by ${lens.knownAt}`,
    lens.certain === undefined ? null : lens.certain ? "dates certain" : "dates possible",
    lens.collection === undefined ? null : `in ${lens.collection}`,
    lens.minOrigins === undefined ? null : `at least ${counted(lens.minOrigins, "origin", "origins")}`,
    lens.statuses === undefined ? null : lens.statuses.map((status) => statuses[status]).join(" or "),
  ].filter((part) => part !== null);
  return parts.length === 0 ? "everything" : parts.join(", ");
}

/** A question for paths: "NSO Group to Jamal Khashoggi, not by countries, the firmest first". */
function pathsText({ ids, types, notKinds, avoid, order }: PathQuestion, name: (id: string) => string): string {
  const not = [...notKinds.map((kind) => (kind === "COUNTRY" ? "countries" : kinds[kind])), ...avoid.map(name)];
  return [
    ids.map(name).join(" to "),
    types.length === 0 ? null : `only by ${types.map(plain).join(", ")}`,
    not.length === 0 ? null : `not by ${not.join(", ")}`,
    order === "STRONGEST" ? "the firmest first" : null,
  ]
    .filter((part) => part !== null)
    .join(", ");
}

/** What a command did, for the history. */
export function commandText(command: Command, name: (id: string) => string): string {
  const some = (ids: readonly string[]): string => {
    const [first] = ids;
    if (first === undefined) return "nothing";
    return ids.length === 1 ? name(first) : `${name(first)} and ${counted(ids.length - 1, "other", "others")}`;
  };
  switch (command.do) {
    case "add":
      return command.addition.of === null
        ? `Added ${some(command.nodes.length > 0 ? command.nodes.map((node) => node.id) : command.addition.ids)}`
        : `Expanded ${name(command.addition.of)}: ${counted(command.nodes.length, "entity", "entities")}`;
    case "remove":
      return `Removed ${some(command.ids)}`;
    case "collapse":
      return `Collapsed ${name(command.of)}`;
    case "move":
      return `Moved ${some(Object.keys(command.places))}`;
    case "unpin":
      return `Unpinned ${some(command.ids)}`;
    case "arrange":
      return `Arranged ${layouts[command.layout.name].toLowerCase()}`;
    case "look":
      return "Looked elsewhere";
    case "select":
      return command.ids.length === 0 ? "Selected nothing" : "Selected";
    case "lens":
      return `Lens: ${lensText(command.lens)}`;
    case "compare":
      return command.against === null ? "Compared no more" : `Compared with ${lensText(command.against)}`;
    case "shade":
      return `${command.shade === null ? "Showed" : command.shade === "dimmed" ? "Dimmed" : "Hid"} ${plain(command.value)}`;
    case "paths":
      return command.paths === null ? "Closed the paths" : `Asked for paths: ${pathsText(command.paths, name)}`;
    case "panel":
      return "Opened a panel";
    case "clear":
      return "Cleared the canvas";
  }
}
