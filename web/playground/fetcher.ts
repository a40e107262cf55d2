// Asks /graphql, with the token if there is one.

/** The explorer keeps it there too. It is gone when the window is closed. */
const tokenKey = "actorgraph.token";

export interface Question {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: unknown;
}

/**
 * Returns a function that asks a question. If the server wants a token, or another one, askForToken is called, once for
 * all questions that wait; null means that there is none, and the server's refusal is the answer. After that only a question of the
 * user asks for one again, and not GraphiQL's own for the schema, which comes in several forms.
 */
export function createFetcher(askForToken: (wrong: boolean) => Promise<string | null>) {
  let asking: Promise<string | null> | undefined;
  let declined = false;

  const send = (question: Question, headers: Readonly<Record<string, string>>, token: string | null) =>
    fetch("/graphql", {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/graphql-response+json",
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: JSON.stringify(withoutOldName(question)),
    });

  return async (question: Question, options: { readonly headers?: Readonly<Record<string, string>> } = {}) => {
    const headers = options.headers ?? {};
    for (;;) {
      const token = sessionStorage.getItem(tokenKey);
      const response = await send(question, headers, token);
      if (response.status !== 401) return (await response.json()) as object;
      // Another question may have got a token meanwhile.
      if (sessionStorage.getItem(tokenKey) !== token) continue;
      if (declined && question.operationName === "IntrospectionQuery") return (await response.json()) as object;
      asking ??= askForToken(token !== null).finally(() => (asking = undefined));
      const given = await asking;
      declined = given === null;
      if (given === null) return (await response.json()) as object;
      sessionStorage.setItem(tokenKey, given);
    }
  };
}

/**
 * GraphiQL notes the operation's name a moment after its text: just after another tab was opened the name is still that of an
 * operation there. A name that the text has not is left out.
 */
function withoutOldName(question: Question): Question {
  const { operationName, ...rest } = question;
  return operationName && question.query.split(/\W+/).includes(operationName) ? question : rest;
}
