// Picks the layout.
import type { Point } from "../model";
import { type Along, settle } from "./crowding";
import { force } from "./force";
import { layered } from "./layered";
import type { Guide, Layout, LayoutName, LayoutRequest } from "./layout";
import { type Net, netOf } from "./net";
import { radial } from "./radial";
import { role } from "./role";
import { timeline } from "./timeline";

interface Plan {
  readonly places: readonly Point[];
  readonly guides?: readonly Guide[];
  /** Which way nodes give way that are too near: not away from their layer, column or date. */
  readonly along: Along;
}

const plans: Readonly<Record<LayoutName, (net: Net, request: LayoutRequest) => Plan>> = {
  force: (net) => ({ places: force(net), along: "both" }),
  layered: (net) => ({ places: layered(net), along: "x" }),
  radial: (net, { around }) => ({ places: radial(net, around), along: "both" }),
  role: (net) => ({ ...role(net), along: "y" }),
  timeline: (net) => ({ ...timeline(net), along: "y" }),
};

/** Gives each node of the request its place. The same request, in whatever order, has the same answer. */
export const lay = (request: LayoutRequest): Layout => {
  const net = netOf(request);
  if (net.nodes.length === 0) return { places: {}, guides: [] };
  const { places, guides = [], along } = plans[request.name](net, request);
  const settled = settle(net, places, along);
  return { places: Object.fromEntries(net.nodes.map(({ id }, i) => [id, settled[i]!])), guides };
};
