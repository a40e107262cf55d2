import { useEffect, useRef } from "react";

/** A request for a token. answer is called once, with null if the user has none. */
export interface TokenRequest {
  readonly wrong: boolean;
  readonly answer: (token: string | null) => void;
}

export function TokenDialog({ request }: { readonly request: TokenRequest }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="token-dialog" aria-labelledby="token-title" onClose={() => request.answer(null)}>
      <form
        onSubmit={(e) => {
          e.preventDefault();
          const token = field.current?.value.trim();
          if (token) request.answer(token);
        }}
      >
        <h2 id="token-title">This server asks for a token</h2>
        <p id="token-hint">
          {request.wrong ? "It does not know the one that was sent. " : ""}
          Who runs the server can give you one. It is kept until this window is closed.
        </p>
        <label htmlFor="token">Token</label>
        <input id="token" ref={field} type="password" autoComplete="off" required aria-describedby="token-hint" />
        <div className="token-buttons">
          <button type="button" onClick={() => request.answer(null)}>
            Go on without
          </button>
          <button type="submit">Use this token</button>
        </div>
      </form>
    </dialog>
  );
}
