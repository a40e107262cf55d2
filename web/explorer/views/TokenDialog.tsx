import type { ReactElement } from "react";
import { useEffect, useRef } from "react";
import { token } from "../data/client";
import type { View } from "./view";

/** Asks for the token where the server wants one. */
export function TokenDialog({ session, now }: View): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  const wanted = now.problem?.code === "UNAUTHENTICATED";
  useEffect(() => {
    if (wanted) dialog.current?.showModal();
    else dialog.current?.close();
  }, [wanted]);
  return (
    <dialog ref={dialog} aria-labelledby="token-title" onCancel={session.dismiss}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          token.set(String(new FormData(event.currentTarget).get("token")).trim());
          void session.again();
        }}
      >
        <h2 id="token-title">This server asks for a token</h2>
        <p>Whoever runs it can give it to you. It is kept until you close this tab.</p>
        {token.get() !== null && <p role="alert">The last one was not accepted.</p>}
        <label>
          Token <input name="token" type="password" autoComplete="off" required />
        </label>
        <button type="submit">Go on</button>
      </form>
    </dialog>
  );
}
