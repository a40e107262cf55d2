// Layouts are made in a worker, so that the page stays at hand meanwhile.
import type { Layout, LayoutRequest } from "./layout";
import type { Answered, Asked } from "./worker";

/** What is used of a Worker. */
export interface Layer {
  postMessage(asked: Asked): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<Answered>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export type LayOut = (request: LayoutRequest, signal: AbortSignal) => Promise<Layout>;

interface Waiting {
  readonly asked: Asked;
  readonly settle: (answer: Layout | Error) => void;
}

/**
 * Lays out in the worker that start gives, which is started by the first request and serves all that follow. A request
 * that is called off rejects with the signal's reason; the worker is ended then, and a new one gets what else waits.
 */
export const layingOut = (start: () => Layer): LayOut => {
  let worker: Layer | null = null;
  let count = 0;
  const waiting = new Map<number, Waiting>();

  const end = (): void => {
    worker?.terminate();
    worker = null;
  };
  const begin = (): Layer => {
    const begun = start();
    begun.onmessage = ({ data }) => {
      const found = waiting.get(data.id);
      found?.settle("layout" in data ? data.layout : new Error(`The layout failed: ${data.error}.`));
    };
    begun.onerror = ({ message }) => {
      end();
      for (const { settle } of [...waiting.values()]) {
        settle(new Error(message ? `The layout failed: ${message}.` : "The layout could not be started."));
      }
    };
    return begun;
  };
  const send = (asked: Asked): void => (worker ??= begin()).postMessage(asked);

  return (request, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const asked = { id: count++, request };
      const callOff = (): void => {
        waiting.delete(asked.id);
        end();
        for (const other of waiting.values()) send(other.asked);
        reject(signal.reason);
      };
      waiting.set(asked.id, {
        asked,
        settle: (answer) => {
          waiting.delete(asked.id);
          signal.removeEventListener("abort", callOff);
          if (answer instanceof Error) reject(answer);
          else resolve(answer);
        },
      });
      signal.addEventListener("abort", callOff, { once: true });
      send(asked);
    });
};

export const layOut = layingOut(() => new Worker("/layout.js", { type: "module" }));
