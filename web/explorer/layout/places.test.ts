import assert from "node:assert/strict";
import { test } from "node:test";
import type { Layout } from "./layout";
import { type Layer, layingOut } from "./places";
import { node, request } from "./testing";
import type { Asked } from "./worker";

/** Workers that answer when the test says so. */
const workshop = () => {
  const workers: (Layer & { readonly asked: Asked[]; ended: boolean })[] = [];
  const start = (): Layer => {
    const worker: (typeof workers)[number] = {
      asked: [],
      ended: false,
      onmessage: null,
      onerror: null,
      postMessage: (asked) => void worker.asked.push(asked),
      terminate: () => void (worker.ended = true),
    };
    workers.push(worker);
    return worker;
  };
  return { workers, layOut: layingOut(start) };
};

const some = request("force", [node("a")], []);
const found: Layout = { places: { a: { x: 1, y: 2 } }, guides: [] };
const message = <T>(data: T): MessageEvent<T> => ({ data }) as MessageEvent<T>;
const quiet = (): AbortSignal => new AbortController().signal;

test("one worker is started by the first request and answers all", async () => {
  const { workers, layOut } = workshop();
  assert.equal(workers.length, 0);
  const answers = [layOut(some, quiet()), layOut(some, quiet())];
  assert.equal(workers.length, 1);
  const [worker] = workers;
  const other: Layout = { places: {}, guides: [] };
  worker!.onmessage!(message({ id: worker!.asked[1]!.id, layout: other }));
  worker!.onmessage!(message({ id: worker!.asked[0]!.id, layout: found }));
  assert.deepEqual(await Promise.all(answers), [found, other]);
});

test("calling one off ends the worker, and the others get a new one", async () => {
  const { workers, layOut } = workshop();
  const control = new AbortController();
  const off = layOut(some, control.signal);
  const on = layOut(some, quiet());
  control.abort(new Error("not now"));
  await assert.rejects(off, /not now/);
  assert.deepEqual(workers.map(({ ended }) => ended), [true, false]);
  workers[1]!.onmessage!(message({ id: workers[1]!.asked[0]!.id, layout: found }));
  assert.deepEqual(await on, found);
});

test("one that is called off before it begins starts nothing", async () => {
  const { workers, layOut } = workshop();
  await assert.rejects(layOut(some, AbortSignal.abort(new Error("never"))), /never/);
  assert.equal(workers.length, 0);
});

test("errors are told in a sentence, and the next request gets a new worker", async () => {
  const { workers, layOut } = workshop();
  const first = layOut(some, quiet());
  workers[0]!.onmessage!(message({ id: workers[0]!.asked[0]!.id, error: "no room" }));
  await assert.rejects(first, { message: "The layout failed: no room." });
  const second = layOut(some, quiet());
  workers[0]!.onerror!({ message: "" } as ErrorEvent);
  await assert.rejects(second, { message: "The layout could not be started." });
  const third = layOut(some, quiet());
  assert.equal(workers.length, 2);
  workers[1]!.onmessage!(message({ id: workers[1]!.asked[0]!.id, layout: found }));
  assert.deepEqual(await third, found);
});
