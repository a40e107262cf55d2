import { useGraphiQL } from "@graphiql/react";
import { entitiesIn, explorerAddress, lensIn, mostInLink } from "./entities";

/** Stands beneath a response: leads to the explorer with the entities that the response holds, seen through the same lens. */
export function ShowInExplorer() {
  const response = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.response ?? "");
  const answer = parsed(response);
  const ids = entitiesIn(answer);
  const lens = lensIn(answer);
  if (ids.length === 0) return null;
  const left = ids.length - mostInLink;
  return (
    <p className="show-in-explorer">
      <a href={explorerAddress(ids, lens)} target="_blank" rel="noopener">
        {ids.length === 1 ? "Show the entity in the explorer" : `Show ${Math.min(ids.length, mostInLink)} entities in the explorer`}
      </a>
      {lens.told.length > 0 && <span> through the same lens.</span>}
      {lens.left.length > 0 && <span> Its lens has no {lens.left.join(", ")}.</span>}
      {left > 0 && <span> {left === 1 ? "One more is left out." : `${left} more are left out.`}</span>}
    </p>
  );
}

/** The answer that is shown; undefined for what is no JSON, such as nothing or an error of the network. */
function parsed(response: string): unknown {
  try {
    return JSON.parse(response);
  } catch {
    return undefined;
  }
}
