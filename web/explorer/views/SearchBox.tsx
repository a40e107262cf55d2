import type { ReactElement } from "react";
import { useEffect, useId, useRef, useState } from "react";
import { ask, lensVariables } from "../data/client";
import type { SearchQuery } from "../data/operations";
import { SearchDocument } from "../data/operations";
import { kinds } from "../words";
import { KindIcon } from "./KindIcon";
import { focusPicture } from "./view";
import type { View } from "./view";

type Hit = SearchQuery["search"]["nodes"][number];

interface Found {
  readonly text: string;
  /** Of a question for paths, who stands before the last arrow: the best hit of each. */
  readonly before: readonly Hit[];
  /** Names that nothing is called by. */
  readonly missing: readonly string[];
  readonly hits: readonly Hit[];
  readonly failed: string | null;
}

const none: Found = { text: "", before: [], missing: [], hits: [], failed: null };

/** Arrows that ask for paths: "nso -> khashoggi". */
const arrow = /\s*(?:->|→)\s*/;

/** What nobody types and what comes along with names that are copied: marks of direction and the like. */
const unseen = /[\p{Cc}\p{Bidi_Control}]/gu;

/**
 * One box for everything: a name adds an entity, with Shift those around it, too; names with arrows between ask for the
 * paths. It is the combobox of the ARIA Authoring Practices.
 */
export function SearchBox({ session, now }: View): ReactElement {
  const [text, setText] = useState("");
  const [found, setFound] = useState(none);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const box = useRef<HTMLInputElement>(null);
  const listId = useId();
  const { lens } = now.state;

  useEffect(() => {
    const parts = text.replaceAll(unseen, "").split(arrow).map((part) => part.trim());
    if (parts.every((part) => part === "")) {
      setFound(none);
      return;
    }
    const control = new AbortController();
    const timer = setTimeout(() => {
      const search = (part: string): Promise<readonly Hit[]> =>
        part === ""
          ? Promise.resolve([])
          : ask(SearchDocument, { text: part, ...lensVariables(lens) }, control.signal).then(({ search }) => search.nodes);
      Promise.all(parts.map(search)).then(
        (answers) => {
          setFound({
            text,
            before: answers.slice(0, -1).flatMap((hits) => hits.slice(0, 1)),
            missing: parts.filter((part, i) => part !== "" && answers[i]!.length === 0),
            hits: answers.at(-1) ?? [],
            failed: null,
          });
          setActive(0);
        },
        (err: unknown) => {
          if (!control.signal.aborted) setFound({ ...none, text, failed: err instanceof Error ? err.message : String(err) });
        },
      );
    }, 120);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [text, lens]);

  useEffect(() => {
    document.getElementById(`${listId}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [listId, active, found]);

  // "/" goes to the box from anywhere but a field.
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const field = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, dialog");
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || field) return;
      event.preventDefault();
      box.current?.focus();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  const paths = arrow.test(text);
  const waiting = found.text !== text;

  const choose = (hit: Hit, withNeighbours: boolean): void => {
    if (paths) {
      if (found.missing.length > 0) return;
      const ids = [...new Set([...found.before.map((before) => before.entity.id), hit.entity.id])];
      if (ids.length < 2) return;
      void session.askPaths({ ids, types: [], notKinds: [], avoid: [], order: "SHORTEST" });
    } else {
      void session.add([hit.entity.id], withNeighbours);
    }
    setText("");
    setOpen(false);
    focusPicture();
  };

  const onKeyDown = (event: React.KeyboardEvent): void => {
    const { length } = found.hits;
    if (event.key === "Escape") {
      if (open) setOpen(false);
      else setText("");
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (length === 0) return;
      event.preventDefault();
      setOpen(true);
      setActive((active + (event.key === "ArrowDown" ? 1 : length - 1)) % length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const hit = found.hits[active];
      if (hit !== undefined && !waiting) choose(hit, event.shiftKey);
    }
  };

  const shown = open && text.trim() !== "";
  const chosen = found.hits[active];
  return (
    <div className="search" onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setOpen(false)}>
      <input
        ref={box}
        type="text"
        role="combobox"
        aria-label="Look for somebody or something"
        aria-expanded={shown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={shown && chosen !== undefined ? `${listId}-${active}` : undefined}
        placeholder="A name, or two with -> between"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onKeyDown={onKeyDown}
      />
      <div className="suggestions" hidden={!shown}>
        {paths && found.before.length > 0 && (
          <p className="small">Paths from {found.before.map((hit) => hit.entity.name).join(", ")} to</p>
        )}
        <ul id={listId} role="listbox" aria-label="Suggestions">
          {shown &&
            found.hits.map((hit, i) => (
              <li
                key={hit.entity.id}
                id={`${listId}-${i}`}
                role="option"
                aria-selected={i === active}
                onPointerDown={(event) => event.preventDefault()}
                onClick={(event) => choose(hit, event.shiftKey)}
              >
                <KindIcon kind={hit.entity.kind} silent />
                <span>
                  <b>{hit.entity.name}</b> <span className="small">{kinds[hit.entity.kind]}</span>
                  {hit.matched !== hit.entity.name && hit.matched !== hit.entity.id && (
                    <span className="small"> also {hit.matched}</span>
                  )}
                  {hit.entity.summary !== null && <span className="summary">{hit.entity.summary}</span>}
                </span>
              </li>
            ))}
        </ul>
        {shown && (
          <p className="small">
            {found.failed ?? (waiting ? "Looking …" : hint(found, paths))}
          </p>
        )}
      </div>
    </div>
  );
}

/** What Enter does with what was found, or why it does nothing. */
function hint({ before, missing, hits }: Found, paths: boolean): string {
  if (missing.length > 0) {
    const names = missing.map((part) => `“${part.length > 40 ? `${part.slice(0, 40)}…` : part}”`);
    return `Nothing is called ${names.join(" or ")} here. Try another spelling, or fewer words.`;
  }
  if (!paths) return "Enter adds it. Shift+Enter adds it with those around it.";
  return before.length === 0 || hits.length === 0 ? "The arrow stands between two names." : "Enter shows the paths.";
}
