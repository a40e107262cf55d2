// The far side of places.ts: answers each request, one after the other.
import { lay } from "./lay";
import type { Layout, LayoutRequest } from "./layout";

export interface Asked {
  readonly id: number;
  readonly request: LayoutRequest;
}

export type Answered =
  | { readonly id: number; readonly layout: Layout }
  | { readonly id: number; readonly error: string };

const answer = ({ id, request }: Asked): Answered => {
  try {
    return { id, layout: lay(request) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
};

addEventListener("message", (event: MessageEvent<Asked>) => postMessage(answer(event.data)));
