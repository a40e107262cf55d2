// The examples: a dozen questions on the data that the program comes with. Each is a file in examples/, its variables
// in a .json beside it. The first line, a comment, is its title. That each is answered is tested by the program's own tests.
import between from "./examples/between.graphql";
import betweenVariables from "./examples/between.json";
import conflicts from "./examples/conflicts.graphql";
import denials from "./examples/denials.graphql";
import diff from "./examples/diff.graphql";
import dossier from "./examples/dossier.graphql";
import facets from "./examples/facets.graphql";
import facetsVariables from "./examples/facets.json";
import ifRetracted from "./examples/if-retracted.graphql";
import knownBy from "./examples/known-by.graphql";
import knownByVariables from "./examples/known-by.json";
import list from "./examples/list.graphql";
import paths from "./examples/paths.graphql";
import pathsVariables from "./examples/paths.json";
import pegasus from "./examples/pegasus.graphql";
import search from "./examples/search.graphql";
import searchVariables from "./examples/search.json";
import surroundings from "./examples/surroundings.graphql";
import timeline from "./examples/timeline.graphql";

export interface Example {
  /** The question, as a person would ask it. */
  readonly title: string;
  readonly query: string;
  /** A JSON object; empty if there are no variables. */
  readonly variables: string;
}

/** In the order in which they are offered. */
export const examples: readonly Example[] = [
  example(pegasus),
  example(list),
  example(denials),
  example(paths, pathsVariables),
  example(between, betweenVariables),
  example(surroundings),
  example(knownBy, knownByVariables),
  example(diff),
  example(timeline),
  example(ifRetracted),
  example(conflicts),
  example(dossier),
  example(search, searchVariables),
  example(facets, facetsVariables),
];

function example(query: string, variables?: object): Example {
  return {
    title: /^# (.*)/.exec(query)?.[1] ?? "",
    query,
    variables: variables ? JSON.stringify(variables, null, 2) : "",
  };
}
