// Questions to begin with, on the data that actorgraph comes with. Each is answered by a picture.
import type { EntityWhere } from "./data/operations";
import type { Lens, PathQuestion, State } from "./state/state";

export interface Question {
  readonly text: string;
  /** Offered where the store has this collection. */
  readonly collection: string;
  /** Whom to bring. */
  readonly where?: EntityWhere;
  readonly paths?: PathQuestion;
  readonly layout?: State["layout"];
  readonly select?: string;
  readonly lens?: Lens;
  readonly against?: Lens;
}

/** What a document asserts: pictures do not draw what an analyst alone reads in. */
const outright = { gte: 1 };

const usedWithPegasus: EntityWhere = {
  kind: { eq: "TARGETING" },
  relations: { some: { where: { type: { eq: "USED_IN" }, atLeast: outright }, other: { id: { eq: "pegasus" } } } },
};

export const questions: readonly Question[] = [
  {
    text: "Who is said to have used Pegasus against whom?",
    collection: "nso-articles",
    where: {
      or: [
        { id: { eq: "pegasus" } },
        usedWithPegasus,
        { relations: { some: { where: { type: { in: ["OPERATED", "TARGETED"] }, atLeast: outright }, other: usedWithPegasus } } },
      ],
    },
    layout: { name: "role" },
    select: "pegasus",
  },
  {
    text: "Whom did Israel take off its list of permitted customers?",
    collection: "nso-articles",
    where: {
      or: [
        { id: { in: ["israel-cyber-export-list", "israel"] } },
        {
          kind: { eq: "COUNTRY" },
          relations: {
            some: { direction: "OUT", where: { type: { eq: "LISTED_ON" } }, other: { id: { eq: "israel-cyber-export-list" } } },
          },
        },
      ],
    },
    layout: { name: "radial", around: "israel-cyber-export-list" },
    select: "israel-cyber-export-list",
  },
  {
    text: "How is NSO Group connected with Jamal Khashoggi?",
    collection: "nso-articles",
    paths: { ids: ["nso-group", "jamal-khashoggi"], types: [], notKinds: [], avoid: [], order: "SHORTEST" },
  },
  {
    text: "Who owned NSO Group, and who makes what it sells?",
    collection: "nso-context",
    where: {
      or: [
        { id: { in: ["nso-group", "pegasus"] } },
        {
          relations: {
            some: { where: { type: { in: ["OWNS", "CONTROLS", "FOUNDED", "MAKES", "FINANCES"] } }, other: { id: { eq: "nso-group" } } },
          },
        },
      ],
    },
    layout: { name: "layered" },
    select: "nso-group",
  },
  {
    text: "Who sues NSO Group, and over what?",
    collection: "nso-articles",
    where: {
      or: [
        { id: { eq: "nso-group" } },
        { relations: { some: { where: { type: { eq: "DEFENDANT_IN" } }, other: { id: { eq: "nso-group" } } } } },
        {
          relations: {
            some: {
              where: { type: { in: ["PLAINTIFF_IN", "HEARD_BY"] } },
              other: { relations: { some: { where: { type: { eq: "DEFENDANT_IN" } }, other: { id: { eq: "nso-group" } } } } },
            },
          },
        },
      ],
    },
    layout: { name: "force" },
    select: "nso-group",
  },
  {
    text: "What was first told of NSO Group here in the last week of November 2021?",
    collection: "nso-articles",
    where: {
      or: [
        { id: { eq: "nso-group" } },
        { relations: { some: { where: { collection: { eq: "nso-articles" } }, other: { id: { eq: "nso-group" } } } } },
      ],
    },
    layout: { name: "force" },
    lens: { knownAt: "2021-11-30" },
    against: { knownAt: "2021-11-23" },
    select: "nso-group",
  },
];
