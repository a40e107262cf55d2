// What the editor has done beside the page.

const scripts: Readonly<Record<string, string>> = { graphql: "playground-graphql.js", json: "playground-json.js" };

/** Tells the editor where its workers are. To be called before there is an editor. */
export function tellWorkers(): void {
  const environment = {
    getWorker: (_: string, label: string) =>
      new Worker(new URL(scripts[label] ?? "playground-editor.js", import.meta.url), { name: label, type: "module" }),
  };
  Object.assign(globalThis, { MonacoEnvironment: environment });
}
