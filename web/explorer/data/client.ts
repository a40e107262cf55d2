// Asks the server: typed operations to /graphql like any other client, and charts. Whatever goes wrong comes as one
// Refused with a sentence for people.
import type { TypedDocumentString } from "./operations";
import type { Lens } from "../state/state";

/** Why a question has no answer. */
export class Refused extends Error {
  constructor(
    message: string,
    /** One of the codes of the schema or of HTTP; OFFLINE: no answer came at all; BROKEN: one that is none of ours. */
    readonly code: string,
    readonly hint: string | null,
    readonly requestId: string | null,
  ) {
    super(message);
  }
}

/** Of entities that somebody named by their ids and that are not there. */
export function unknown(ids: readonly string[]): Refused {
  const one = ids.length === 1;
  const more = ids.length > 5 ? ` and ${ids.length - 5} more` : "";
  return new Refused(
    `The store knows no ${one ? "entity" : "entities"} ${ids.slice(0, 5).join(", ")}${more}.`,
    "UNKNOWN",
    `Look for ${one ? "it by its name" : "them by their names"}.`,
    null,
  );
}

const tokenKey = "actorgraph.token";

/** The token that the server asks for, kept until the tab is closed. The playground uses the same. */
export const token = {
  get: (): string | null => sessionStorage.getItem(tokenKey),
  set: (value: string): void => sessionStorage.setItem(tokenKey, value),
};

function headers(): Record<string, string> {
  const held = token.get();
  return {
    accept: "application/graphql-response+json, application/json",
    "content-type": "application/json",
    ...(held === null ? {} : { authorization: `Bearer ${held}` }),
  };
}

interface Problem {
  readonly message?: unknown;
  readonly extensions?: { readonly code?: unknown; readonly hint?: unknown; readonly requestId?: unknown };
}

function refused(errors: unknown): Refused {
  const first = (Array.isArray(errors) ? errors[0] : undefined) as Problem | undefined;
  const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
  const said = first?.extensions;
  return new Refused(
    text(first?.message) ?? "The server's answer is not one that the explorer knows.",
    text(said?.code) ?? "BROKEN",
    text(said?.hint),
    text(said?.requestId),
  );
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (err) {
    if (init.signal?.aborted) throw err;
    throw new Refused("The server does not answer.", "OFFLINE", "See that actorgraph runs, and try again.", null);
  }
}

async function body(response: Response): Promise<{ data?: unknown; errors?: unknown; name?: unknown }> {
  try {
    return (await response.json()) as { data?: unknown; errors?: unknown; name?: unknown };
  } catch (err) {
    if (err instanceof DOMException && err.name === "AbortError") throw err;
    throw new Refused("The server's answer was cut off or is none of actorgraph's.", "BROKEN", null, null);
  }
}

/** The answer to an operation; throws Refused, or the signal's reason when that aborts. */
export async function ask<R, V>(
  operation: TypedDocumentString<R, V>,
  variables: V,
  signal?: AbortSignal,
): Promise<R> {
  const response = await send("/graphql", {
    method: "POST",
    headers: headers(),
    body: JSON.stringify({ query: String(operation), variables }),
    ...(signal === undefined ? {} : { signal }),
  });
  const answer = await body(response);
  if (answer.errors !== undefined || answer.data === undefined || answer.data === null) throw refused(answer.errors);
  return answer.data as R;
}

/** The variables by which every operation takes its lens. */
export function lensVariables(lens: Lens): {
  trueAt: string | null;
  knownAt: string | null;
  certain: boolean | null;
  collection: string | null;
  minOrigins: number | null;
  statuses: Lens["statuses"] | null;
} {
  return {
    trueAt: lens.trueAt ?? null,
    knownAt: lens.knownAt ?? null,
    certain: lens.certain ?? null,
    collection: lens.collection ?? null,
    minOrigins: lens.minOrigins ?? null,
    statuses: lens.statuses ?? null,
  };
}

/** Has the server keep a chart; its name is made from the text. */
export async function saveChart(text: string, signal?: AbortSignal): Promise<string> {
  const response = await send("/charts", {
    method: "POST",
    headers: headers(),
    body: text,
    ...(signal === undefined ? {} : { signal }),
  });
  const answer = await body(response);
  if (!response.ok || typeof answer.name !== "string") throw refused(answer.errors);
  return answer.name;
}

/** The text of a chart that the server keeps. */
export async function openChart(name: string, signal?: AbortSignal): Promise<string> {
  const response = await send(`/charts/${encodeURIComponent(name)}`, {
    headers: headers(),
    ...(signal === undefined ? {} : { signal }),
  });
  if (!response.ok) throw refused((await body(response)).errors);
  return response.text();
}
