import type { ReactElement } from "react";
import { ask, lensVariables } from "../data/client";
import type { SourceEvidenceQuery } from "../data/operations";
import { SourceEvidenceDocument } from "../data/operations";
import { capital, counted, objections, place, plain, valueText } from "../words";
import { Answered } from "./Answered";
import type { Opener } from "./Evidence";
import { aboutSource } from "./SourceLine";
import { useAnswer } from "./useAnswer";
import type { View } from "./view";

const languages = new Intl.DisplayNames("en", { type: "language", fallback: "code" });

type Fact = SourceEvidenceQuery["ifRetracted"]["unasserted"]["nodes"][number]["fact"];

/** What a source says, and what rests on it: what would be left without it. */
export function SourceEvidence({ now, id, open }: View & Opener & { readonly id: string }): ReactElement {
  const { lens } = now.state;
  const answer = useAnswer(JSON.stringify([id, lens]), (signal) =>
    ask(SourceEvidenceDocument, { id, ...lensVariables(lens) }, signal),
  );
  return (
    <Answered answer={answer}>
      {({ source, ifRetracted }) => {
        if (source === null) return <p>This store knows no such source.</p>;
        return (
          <article>
            <header>
              <h2>{source.name}</h2>
              <p className="small">
                {[
                  source.kind === "OTHER" ? null : capital(plain(source.kind)),
                  source.byline,
                  ...aboutSource(source),
                  source.language === null ? null : `in ${languages.of(source.language) ?? source.language}`,
                ]
                  .filter((part) => part !== null && part !== "")
                  .join(", ")}
              </p>
              {source.publishedNote !== null && <p className="small">Date: {source.publishedNote}</p>}
              {source.url !== null && (
                <p>
                  <a href={source.url} target="_blank" rel="noreferrer noopener">
                    {source.url}
                  </a>
                </p>
              )}
              {source.note !== null && <p className="small">Note: {source.note}</p>}
            </header>
            <section aria-label="What rests on it">
              <h3>What rests on this source</h3>
              <p>
                {counted(ifRetracted.facts.totalCount, "fact", "facts")} would stand otherwise without it;{" "}
                {counted(ifRetracted.unasserted.totalCount, "fact would have", "facts would have")} nobody left who asserts
                it. {counted(source.originOf.totalCount, "fact goes", "facts go")} back to it by name, and{" "}
                {counted(source.dependents.totalCount, "source hangs", "sources hang")} on it.
              </p>
              {ifRetracted.unasserted.nodes.length > 0 && (
                <>
                  <h4>Would have nobody left</h4>
                  <Listed all={ifRetracted.unasserted.nodes.map(({ fact }) => fact)} text={factText} open={open} />
                </>
              )}
              {source.originOf.nodes.length > 0 && (
                <details>
                  <summary>Go back to it by name</summary>
                  <Listed all={source.originOf.nodes} text={factText} open={open} />
                </details>
              )}
              {source.dependents.nodes.length > 0 && (
                <details>
                  <summary>Hang on it</summary>
                  <Listed all={source.dependents.nodes} text={({ name }) => name} open={open} />
                </details>
              )}
            </section>
            <section aria-label="What it says">
              <h3>What it says</h3>
              {source.claims.totalCount === 0 && <p>No claim was read in it: only others tell what it says.</p>}
              <ul className="claims">
                {source.claims.nodes.map((claim) => (
                  <li key={claim.id}>
                    <button type="button" className="fact" onClick={() => open(claim.fact.id)}>
                      {claim.statement}
                    </button>
                    <span className="small">
                      {" "}
                      {[place(claim.locator), claim.stance === "ASSERTS" ? null : objections[claim.stance].toLowerCase()]
                        .filter((part) => part !== null)
                        .join(", ")}
                    </span>
                  </li>
                ))}
              </ul>
              {source.claims.totalCount > source.claims.nodes.length && (
                <p>
                  {counted(source.claims.totalCount - source.claims.nodes.length, "claim more is", "claims more are")} left out
                  here.
                </p>
              )}
            </section>
          </article>
        );
      }}
    </Answered>
  );
}

/** What can be opened, each by a text of its own. */
function Listed<T extends { readonly id: string }>({
  all,
  text,
  open,
}: { readonly all: readonly T[]; readonly text: (one: T) => string } & Opener): ReactElement {
  return (
    <ul>
      {all.map((one) => (
        <li key={one.id}>
          <button type="button" className="fact" onClick={() => open(one.id)}>
            {text(one)}
          </button>
        </li>
      ))}
    </ul>
  );
}

function factText(fact: Fact): string {
  return "label" in fact
    ? `${fact.from.name} ${fact.label} ${fact.to.name}`
    : `${fact.entity.name}, ${plain(fact.key)}: ${valueText(fact.value)}`;
}
