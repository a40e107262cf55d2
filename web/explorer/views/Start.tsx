import type { ReactElement } from "react";
import { questions } from "../questions";
import { counted } from "../words";
import { focusPicture } from "./view";
import type { View } from "./view";

/** What an empty canvas says: how to begin, and a few questions that are worth asking of the data that came along. */
export function Start({ session, now }: View): ReactElement {
  const held = new Set(now.store?.collections.map((collection) => collection.name));
  const offered = questions.filter((question) => held.has(question.collection));
  const claims = now.store?.collections.reduce((sum, collection) => sum + collection.claimCount, 0);
  return (
    <div className="start">
      <h2 className="first">Who made, sold, owned, sued, sanctioned and spied on whom, and on whose word?</h2>
      <p>
        Type a name above. Open any node or line to see who says so, in which document, and who denies it.
        {claims !== undefined && ` This store holds ${counted(claims, "claim", "claims")}.`}
      </p>
      {claims === 0 && <p>It is empty. Fill it with: actorgraph load --seed, or with files of your own.</p>}
      {offered.length > 0 && (
        <>
          <h2>Questions to begin with</h2>
          <ul>
            {offered.map((question) => (
              <li key={question.text}>
                <button
                  type="button"
                  onClick={() => {
                    focusPicture();
                    void session.begin(question);
                  }}
                >
                  {question.text}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
