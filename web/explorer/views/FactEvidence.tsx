import type { ReactElement } from "react";
import { ask, lensVariables } from "../data/client";
import type { Group, ToldOnce } from "../data/grouping";
import { group } from "../data/grouping";
import type { ClaimPartsFragment, FactEvidenceQuery } from "../data/operations";
import { FactEvidenceDocument } from "../data/operations";
import type { Lens } from "../state/state";
import { capital, counted, inText, lensText, modalities, objections, place, plain, valueText } from "../words";
import { Answered } from "./Answered";
import { Conflicts, Differences } from "./Conflicts";
import type { Opener } from "./Evidence";
import { links, SourceLine } from "./SourceLine";
import { Status } from "./Status";
import { useAnswer } from "./useAnswer";

type Fact = NonNullable<FactEvidenceQuery["fact"]>;

/** On whose word a fact rests: its claims under their origins, denials beside what they answer. */
export function FactEvidence({ id, open, lens }: Opener & { readonly id: string; readonly lens: Lens }): ReactElement {
  const answer = useAnswer(JSON.stringify([id, lens]), (signal) =>
    ask(FactEvidenceDocument, { id, ...lensVariables(lens) }, signal),
  );
  return (
    <Answered answer={answer}>
      {({ fact }) => {
        if (fact === null) return <p>This store knows no such fact. It may have been loaded anew with another wording.</p>;
        const { support } = fact;
        const groups = group(fact.claims.nodes, support.origins);
        return (
          <article>
            <header>
              <h2>
                <Sentence fact={fact} open={open} />
              </h2>
              <p>
                <Status status={support.status} contested={support.contested} />
              </p>
              <p>{support.explanation}</p>
              {fact.when !== null && <p className="small">{capital(fact.when)}.</p>}
            </header>
            <Conflicts conflicts={fact.conflicts} />
            {groups.map((one) => (
              <section key={key(one)} aria-label={heading(one)}>
                <h3>{heading(one)}</h3>
                {one.heading.kind === "origin" && one.heading.sources.length > 0 && (
                  <p className="small">
                    {one.heading.sources.map((source) => (
                      <button key={source} type="button" className="link" onClick={() => open(source)}>
                        What rests on this source
                      </button>
                    ))}
                  </p>
                )}
                <ul className="claims">
                  {one.claims.map((told) => (
                    <Told key={told.claim.id} told={told} open={open} under={one.heading} />
                  ))}
                </ul>
              </section>
            ))}
            {fact.claims.totalCount > fact.claims.nodes.length && (
              <p>{counted(fact.claims.totalCount - fact.claims.nodes.length, "claim more is", "claims more are")} left out here.</p>
            )}
            <Differences differences={fact.differences} />
            <p className="small">
              In {fact.collections.join(", ")}. Seen through the lens: {lensText(lens)}.
            </p>
          </article>
        );
      }}
    </Answered>
  );
}

function Sentence({ fact, open }: { readonly fact: Fact } & Opener): ReactElement {
  const link = (end: { readonly id: string; readonly name: string }): ReactElement => (
    <button type="button" className="link" onClick={() => open(end.id)}>
      {end.name}
    </button>
  );
  if ("label" in fact) {
    return (
      <>
        {link(fact.from)} {fact.label} {link(fact.to)}
      </>
    );
  }
  return (
    <>
      {link(fact.entity)}, {plain(fact.propertyKey)}: {valueText(fact.value)}
      {fact.issuer !== null && <> by {link(fact.issuer)}</>}
    </>
  );
}

function key({ heading }: Group<ClaimPartsFragment>): string {
  return heading.kind === "origin" ? heading.sources.join(" ") : heading.kind === "byWayOf" ? heading.source : heading.kind;
}

function heading({ heading, claims }: Group<ClaimPartsFragment>): string {
  switch (heading.kind) {
    case "origin":
      return capital(heading.name);
    case "byWayOf": {
      const credit = claims[0]?.claim.credits.find(({ source }) => source.id === heading.source);
      return `By way of: ${credit?.source.name ?? heading.source}`;
    }
    case "unattributed":
      return "Do not say where they have it";
    case "against":
      return "Who denies it, or does not say so";
  }
}

type Heading = Group<ClaimPartsFragment>["heading"];

function Told({ told, under, open }: { readonly told: ToldOnce<ClaimPartsFragment>; readonly under: Heading } & Opener): ReactElement {
  return (
    <li>
      <Claim claim={told.claim} under={under} open={open} />
      {told.replies.map((reply) => (
        <div key={reply.id} className="reply">
          <Claim claim={reply} under={under} open={open} beside />
        </div>
      ))}
      {told.copies.length > 0 && (
        <details>
          <summary>{counted(told.copies.length, "copy or retelling", "copies or retellings")} of the same text</summary>
          {told.copies.map((copy) => (
            <Claim key={copy.id} claim={copy} under={under} open={open} />
          ))}
        </details>
      )}
    </li>
  );
}

/** A claim, without what the heading over it says; beside: what it answers stands right above it. */
function Claim({
  claim,
  under,
  open,
  beside = false,
}: { readonly claim: ClaimPartsFragment; readonly under: Heading; readonly beside?: boolean } & Opener): ReactElement {
  const credits = claim.credits
    .map(({ source }) => source)
    .filter(({ id }) => !(under.kind === "origin" && under.sources.includes(id)) && !(under.kind === "byWayOf" && under.source === id));
  return (
    <div className={`claim ${claim.stance.toLowerCase()}`}>
      {claim.stance !== "ASSERTS" && <p className="objection">{objectionText(claim)}</p>}
      <p>{claim.statement}</p>
      {told(claim) !== "" && <p className="small">{told(claim)}</p>}
      {credits.length > 0 && <p className="small">Credits: {links(credits, open)}</p>}
      <p className="small">
        <SourceLine source={claim.source} more={[place(claim.locator)]} open={open} />
      </p>
      <p className="small">
        In {claim.collection}.{claim.verification !== null && ` ${verified(claim.verification)}`}
      </p>
      {claim.qualifiers.length > 0 && (
        <p className="small">
          {claim.qualifiers.map((qualifier) => `${capital(plain(qualifier.key))}: ${valueText(qualifier.value)}`).join("; ")}
        </p>
      )}
      {!beside && claim.answers.map((answered) => (
        <p key={answered.id} className="small">
          Answers:{" "}
          <button type="button" className="link" onClick={() => open(answered.fact.id)}>
            {answered.statement}
          </button>
        </p>
      ))}
      {claim.note !== null && <p className="small">Note: {claim.note}</p>}
    </div>
  );
}

function speakers({ attributedTo }: ClaimPartsFragment): string {
  return attributedTo.map(inText).join(" and ");
}

/** Who speaks against the fact, and how: "Denied by NSO Group". */
function objectionText(claim: ClaimPartsFragment): string {
  if (claim.stance === "ASSERTS") return "";
  return `${objections[claim.stance]} ${speakers(claim) === "" ? "in this document" : `by ${speakers(claim)}`}`;
}

/** How firmly a document says so, on whose word, and how it comes to be read there. */
function told(claim: ClaimPartsFragment): string {
  const word = speakers(claim) === "" ? "" : `, on the word of ${speakers(claim)}`;
  return [
    claim.stance === "ASSERTS" ? `${capital(modalities[claim.modality])}${word}.` : "",
    claim.firsthand ? "The document is itself the origin." : "",
    claim.reading === "INFERRED" ? "The document does not say so outright: an analyst reads it in." : "",
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function verified({ status, reason }: NonNullable<ClaimPartsFragment["verification"]>): string {
  return status === "EXACT" || reason === null ? "Its words were found in the document." : `Looked up in the document: ${reason}.`;
}
