// The history is the log of the commands that were done, each with the state before it. Undoing takes back the last
// step: the last command that a user would call one, together with the looks and selections that followed it, which
// would otherwise have to be undone one by one.
import type { Command } from "./commands";
import { reduce } from "./commands";
import type { State } from "./state";

export interface Entry {
  readonly command: Command;
  readonly before: State;
}

export interface History {
  readonly past: readonly Entry[];
  readonly present: State;
  /** What was undone, the next one to be done again at the end. */
  readonly future: readonly Command[];
}

/** So many commands can be undone; older ones are forgotten. */
export const longest = 2000;

export function begin(state: State): History {
  return { past: [], present: state, future: [] };
}

/** Quiet commands are no steps of their own. */
export function quiet(command: Command): boolean {
  return command.do === "look" || command.do === "select" || command.do === "panel";
}

/**
 * Does a command. What changes nothing is not logged; a look or selection right after another one replaces it. To look
 * around does not take away what can be done again; everything else does.
 */
export function perform(history: History, command: Command): History {
  const present = reduce(history.present, command);
  if (present === history.present) return history;
  const last = history.past.at(-1);
  const replaces = last !== undefined && quiet(command) && last.command.do === command.do;
  const past = replaces
    ? [...history.past.slice(0, -1), { command, before: last.before }]
    : [...history.past, { command, before: history.present }].slice(-longest);
  return { past, present, future: quiet(command) ? history.future : [] };
}

export function undo(history: History): History {
  let left = history.past.length - 1;
  while (left > 0 && quiet(history.past[left]!.command)) left--;
  return goTo(history, Math.max(left, 0));
}

export function redo(history: History): History {
  const { past, future } = history;
  let more = Math.min(future.length, 1);
  while (more < future.length && quiet(future[future.length - 1 - more]!)) more++;
  return goTo(history, past.length + more);
}

/** All commands, done and undone, in their order. */
export function commandsOf({ past, future }: History): readonly Command[] {
  return [...past.map((entry) => entry.command), ...future.toReversed()];
}

/** The step that was done last; null: none. */
export function lastStep({ past }: History): Command | null {
  return past.findLast(({ command }) => !quiet(command))?.command ?? null;
}

/** The step that is done again next; null: none. */
export function nextStep({ future }: History): Command | null {
  return future.findLast((command) => !quiet(command)) ?? null;
}

/**
 * How many commands are done when a step is, looks and selections that follow it included; a step that is null is the
 * beginning. Null: the step is forgotten.
 */
export function endOf(history: History, step: Command | null): number | null {
  const commands = commandsOf(history);
  const at = step === null ? -1 : commands.indexOf(step);
  if (step !== null && at < 0) return null;
  const next = commands.findIndex((command, i) => i > at && !quiet(command));
  return next < 0 ? commands.length : next;
}

/** Undoes or does again until just so many commands are done. */
export function goTo(history: History, done: number): History {
  let { past, present, future } = history;
  if (done < past.length) {
    future = [...future, ...past.slice(done).map((entry) => entry.command).toReversed()];
    present = past[done]!.before;
    past = past.slice(0, done);
  }
  while (past.length < done && future.length > 0) {
    const command = future.at(-1)!;
    past = [...past, { command, before: present }];
    present = reduce(present, command);
    future = future.slice(0, -1);
  }
  return past === history.past ? history : { past, present, future };
}
