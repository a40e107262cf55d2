import type { ReactElement } from "react";
import { ask, lensVariables } from "../data/client";
import type { Group, ToldOnce } from "../data/grouping";
import { group } from "../data/grouping";
import type { ClaimPartsFragment, FactEvidenceQuery } from "../data/operations";
import { FactEvidenceDocument } from "../data/operations";
import { capital, counted, lensText, modalities, place, plain, sourceText, stances, valueText } from "../words";
import { Answered } from "./Answered";
import { Conflicts, Differences } from "./Conflicts";
import type { Opener } from "./Evidence";
import { Status } from "./Status";
import { useAnswer } from "./useAnswer";
import type { View } from "./view";

type Fact = NonNullable<FactEvidenceQuery["fact"]>;

/** On whose word a fact rests: its claims under their origins, denials beside what they answer. */
export function FactEvidence({ now, id, open }: View & Opener & { readonly id: string }): ReactElement {
  const { lens } = now.state;
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
              {(fact.since !== null || fact.until !== null) && (
                <p className="small">
                  {fact.since !== null && `Since ${fact.since}. `}
                  {fact.until !== null && `Until ${fact.until}.`}
                </p>
              )}
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
                    <Told key={told.claim.id} told={told} open={open} />
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
  if ("type" in fact) {
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
      return `By way of ${credit === undefined ? heading.source : sourceText(credit.source)}`;
    }
    case "unattributed":
      return "Do not say where they have it";
    case "against":
      return "Who denies it, or does not say so";
  }
}

function Told({ told, open }: { readonly told: ToldOnce<ClaimPartsFragment> } & Opener): ReactElement {
  return (
    <li>
      <Claim claim={told.claim} open={open} />
      {told.replies.map((reply) => (
        <div key={reply.id} className="reply">
          <Claim claim={reply} open={open} beside />
        </div>
      ))}
      {told.copies.length > 0 && (
        <details>
          <summary>{counted(told.copies.length, "copy or retelling", "copies or retellings")} of the same text</summary>
          {told.copies.map((copy) => (
            <Claim key={copy.id} claim={copy} open={open} />
          ))}
        </details>
      )}
    </li>
  );
}

/** A claim; beside: what it answers stands right above it. */
function Claim({ claim, open, beside = false }: { readonly claim: ClaimPartsFragment; readonly beside?: boolean } & Opener): ReactElement {
  const { source } = claim;
  const where = place(claim.locator);
  const speakers = claim.attributedTo.map((speaker) => speaker.name).join(" and ");
  return (
    <div className={`claim ${claim.stance.toLowerCase()}`}>
      <p>{claim.statement}</p>
      <p className="small">
        {claim.stance === "ASSERTS" ? capital(modalities[claim.modality]) : capital(stances[claim.stance])}
        {speakers !== "" && `, on the word of ${speakers}`}
        {claim.reading === "INFERRED" && ", read in by an analyst"}
        {claim.firsthand && ", first hand"}.
        {claim.credits.length > 0 && ` Credits ${claim.credits.map((credit) => sourceText(credit.source)).join(", ")}.`}
      </p>
      <p className="small">
        <button type="button" className="link" onClick={() => open(source.id)}>
          {sourceText(source)}
        </button>
        <br />
        {[source.publishers.map((publisher) => publisher.name).join(", "), source.published, where]
          .filter((part) => part !== null && part !== "")
          .join(", ")}
        . {claim.collection}
        {claim.verification !== null && `, ${plain(claim.verification.status)} in the document`}
      </p>
      {claim.qualifiers.length > 0 && (
        <p className="small">
          {claim.qualifiers.map((qualifier) => `${plain(qualifier.key)}: ${valueText(qualifier.value)}`).join("; ")}
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
