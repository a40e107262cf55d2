// The explorer: a page that shows the graph, and on whose word. What is on screen is in its address.
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./explorer.css";
import { follow, readAddress } from "./location";
import { Session } from "./session";
import { empty } from "./state/state";
import { App } from "./views/App";

const asked = await readAddress(window.location);
const session = new Session(asked.state ?? empty);
createRoot(document.getElementById("page")!).render(
  <StrictMode>
    <App session={session} />
  </StrictMode>,
);
await session.start();
if (asked.entities.length > 0) await session.add(asked.entities);
if (asked.paths !== null) await session.askPaths(asked.paths);
if (asked.problem !== null) session.fail(asked.problem, async () => window.location.reload());
follow(session);
