import { DOC_EXPLORER_PLUGIN } from "@graphiql/plugin-doc-explorer";
import { HISTORY_PLUGIN } from "@graphiql/plugin-history";
import { GraphiQL } from "graphiql";
import { useMemo, useState } from "react";
import { createRoot } from "react-dom/client";

import "./monaco";
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "graphiql/graphiql.css";
import "./playground.css";

import { Editors } from "./Editors";
import { examples } from "./examples";
import { examplesPlugin } from "./ExamplesPanel";
import { createFetcher } from "./fetcher";
import { ShowInExplorer } from "./ShowInExplorer";
import { TokenDialog, type TokenRequest } from "./TokenDialog";
import { tellWorkers } from "./workers";

const plugins = [examplesPlugin, HISTORY_PLUGIN];

/** Whether nobody has been here before with this browser. */
const firstVisit = localStorage.getItem("graphiql:tabState") === null;

function Playground() {
  const [tokenRequest, setTokenRequest] = useState<TokenRequest>();
  const fetcher = useMemo(
    () =>
      createFetcher(
        (wrong) =>
          new Promise((resolve) => {
            setTokenRequest({
              wrong,
              answer: (token) => {
                setTokenRequest(undefined);
                resolve(token);
              },
            });
          }),
      ),
    [],
  );
  return (
    <>
      <h1 className="visually-hidden">actorgraph playground</h1>
      <GraphiQL
        fetcher={fetcher}
        plugins={plugins}
        referencePlugin={DOC_EXPLORER_PLUGIN}
        {...(firstVisit ? { visiblePlugin: examplesPlugin } : {})}
        defaultTabs={examples.slice(0, 1).map(({ query, variables }) => ({ query, variables }))}
        defaultQuery=""
        defaultEditorToolsVisibility="variables"
        schemaDescription
        shouldPersistHeaders={false}
        showPersistHeadersSettings={false}
      >
        <GraphiQL.Logo>
          <a href="/">Explorer</a>
        </GraphiQL.Logo>
        <GraphiQL.Footer>
          <ShowInExplorer />
        </GraphiQL.Footer>
        <Editors />
      </GraphiQL>
      {tokenRequest && <TokenDialog request={tokenRequest} />}
    </>
  );
}

tellWorkers();
const root = document.getElementById("playground");
if (root) createRoot(root).render(<Playground />);
