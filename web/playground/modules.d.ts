// What the bundler makes of files that are no modules.

declare module "*.graphql" {
  const text: string;
  export default text;
}

declare module "*.css";

// The editor's parts are taken for what they do when they are loaded.
declare module "monaco-editor/esm/vs/base/*";
declare module "monaco-editor/esm/vs/basic-languages/*";
declare module "monaco-editor/esm/vs/editor/browser/*";
declare module "monaco-editor/esm/vs/editor/contrib/*";
declare module "monaco-editor/esm/vs/editor/standalone/*";
declare module "monaco-editor/esm/vs/language/*";
