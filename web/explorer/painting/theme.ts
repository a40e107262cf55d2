// All colours, in one table. Four families, each of one hue: who acts is blue, what is of states is red, things are
// green, what happens is gold to purple. Hues and lightnesses follow Okabe and Ito, "Color Universal Design" (2008), and
// are darkened or lightened until a rim stands out from the background by 3:1. Shape and icon tell kinds apart without
// any colour.
import type { Change, EntityKind } from "../model";

export interface KindColours {
  readonly fill: string;
  readonly rim: string;
  readonly icon: string;
}

export interface Theme {
  readonly name: "light" | "dark" | "forced";
  readonly background: string;
  readonly text: string;
  /** Of what explains: words on lines, heads of columns. */
  readonly quietText: string;
  /** Lines that guide the eye, behind everything. */
  readonly guide: string;
  readonly line: string;
  /** What is established or confirmed. */
  readonly firmLine: string;
  /** What nobody asserts, or no longer. */
  readonly fadedLine: string;
  readonly selected: string;
  readonly focused: string;
  readonly highlighted: string;
  /** Of denials and doubts, in the middle of lines. */
  readonly mark: string;
  /** On what is selected, or of the colour of a mark. */
  readonly onMark: string;
  /** A number or sign beside a node, and its ground. */
  readonly badge: string;
  readonly onBadge: string;
  readonly kinds: Readonly<Record<EntityKind, KindColours>>;
  readonly changes: Readonly<Record<Change, string>>;
  /** How what is dimmed is shown: shining through, or in one colour where there may be no others. */
  readonly dimmed: { readonly opacity: number } | { readonly colour: string };
}

type Kinds = Readonly<Record<EntityKind, KindColours>>;

const lightKinds = kinds("#ffffff", {
  COMPANY: ["#0b62a4", "#07406c"],
  ORGANIZATION: ["#2a82bd", "#165a87"],
  PERSON: ["#134a7c", "#0a2c4c"],
  GROUP: ["#4f86b0", "#2f5f84"],
  GOVERNMENT: ["#b93a12", "#7d240a"],
  PUBLIC_BODY: ["#d55e00", "#964200"],
  COUNTRY: ["#8c2a10", "#5c1a08"],
  PLACE: ["#a8674a", "#75432c"],
  PRODUCT: ["#00795c", "#004f3c"],
  DEVICE: ["#269577", "#12644d"],
  TARGETING: ["#a3195b", "#6e0f3c"],
  EVENT: ["#9a7100", "#684c00"],
  DEAL: ["#7a7410", "#504c08"],
  LAWSUIT: ["#5f3a93", "#3e2466"],
  MEASURE: ["#9160b0", "#633c7d"],
});

const darkKinds = kinds("#0e1216", {
  COMPANY: ["#56a8e4", "#9dd0f5"],
  ORGANIZATION: ["#86c5f0", "#c4e4fa"],
  PERSON: ["#4b93d1", "#94c3ec"],
  GROUP: ["#a3c4de", "#d2e4f1"],
  GOVERNMENT: ["#f0734a", "#f9b39b"],
  PUBLIC_BODY: ["#f59b52", "#fbcba3"],
  COUNTRY: ["#e0684f", "#f2ab9c"],
  PLACE: ["#cf9b82", "#e8cbbc"],
  PRODUCT: ["#2fc09a", "#8fe3cc"],
  DEVICE: ["#74d6b8", "#b5ebdb"],
  TARGETING: ["#ee73ac", "#f8b4d3"],
  EVENT: ["#e0b43c", "#f1d88f"],
  DEAL: ["#c4bd4e", "#e2dd97"],
  LAWSUIT: ["#a98be0", "#d0bff1"],
  MEASURE: ["#c99be0", "#e4cdf0"],
});

const forcedKinds = Object.fromEntries(
  Object.keys(lightKinds).map((kind) => [kind, { fill: "Canvas", rim: "CanvasText", icon: "CanvasText" }]),
) as Kinds;

export const light: Theme = {
  name: "light",
  background: "#ffffff",
  text: "#1a1d21",
  quietText: "#565d66",
  guide: "#dfe3e8",
  line: "#6a737d",
  firmLine: "#30373e",
  fadedLine: "#858d96",
  selected: "#0a58d6",
  focused: "#1a1d21",
  highlighted: "#d10f5a",
  mark: "#b3140f",
  onMark: "#ffffff",
  badge: "#3d444c",
  onBadge: "#ffffff",
  kinds: lightKinds,
  changes: { gained: "#0b6e4f", lost: "#b3140f", changed: "#8a5a00" },
  dimmed: { opacity: 0.22 },
};

export const dark: Theme = {
  name: "dark",
  background: "#12171c",
  text: "#eef1f4",
  quietText: "#a9b3bd",
  guide: "#2b343d",
  line: "#8a96a3",
  firmLine: "#d3dae1",
  fadedLine: "#6c7884",
  selected: "#6fb1ff",
  focused: "#ffffff",
  highlighted: "#ff7fb0",
  mark: "#ff8f85",
  onMark: "#12171c",
  badge: "#d5dbe1",
  onBadge: "#12171c",
  kinds: darkKinds,
  changes: { gained: "#4fd0a5", lost: "#ff8f85", changed: "#edbd5a" },
  dimmed: { opacity: 0.25 },
};

/** Only colours that the system names: for people who choose all colours themselves. */
export const forced: Theme = {
  name: "forced",
  background: "Canvas",
  text: "CanvasText",
  quietText: "CanvasText",
  guide: "GrayText",
  line: "CanvasText",
  firmLine: "CanvasText",
  fadedLine: "CanvasText",
  selected: "Highlight",
  focused: "LinkText",
  highlighted: "LinkText",
  mark: "CanvasText",
  onMark: "Canvas",
  badge: "CanvasText",
  onBadge: "Canvas",
  kinds: forcedKinds,
  changes: { gained: "CanvasText", lost: "CanvasText", changed: "CanvasText" },
  dimmed: { colour: "GrayText" },
};

export const themes = { light, dark, forced } as const;

function kinds(icon: string, table: Readonly<Record<EntityKind, readonly [string, string]>>): Kinds {
  const made = Object.entries(table).map(([kind, [fill, rim]]) => [kind, { fill, rim, icon }] as const);
  return Object.fromEntries(made) as Kinds;
}
