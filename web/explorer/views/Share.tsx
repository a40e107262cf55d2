import type { ReactElement } from "react";
import { useRef, useState } from "react";
import { Refused, saveChart } from "../data/client";
import { addressOf } from "../location";
import { write } from "../state/address";
import type { View } from "./view";

/** An address of more letters than this is cut by some programs that mail and chat. */
const longest = 1500;

/** Gives the address of the very picture, to be sent on. */
export function Share({ session, now }: View): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  const [address, setAddress] = useState("");
  const [told, tell] = useState("");

  const open = async (): Promise<void> => {
    setAddress("");
    tell("");
    dialog.current?.showModal();
    const whole = await addressOf(now.state);
    if (whole.length <= longest) {
      setAddress(whole);
      return;
    }
    try {
      setAddress(`${window.location.origin}/?chart=${await saveChart(write(now.state))}`);
      tell("The picture is kept by the server under this short name.");
    } catch (err) {
      setAddress(whole);
      const why = err instanceof Refused ? [err.message, err.hint].filter((part) => part !== null).join(" ") : String(err);
      tell(`The server can't keep it under a short name: ${why} This long address holds all of it.`);
    }
  };

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(address);
      tell("Copied.");
      session.say("The address is copied.");
    } catch {
      tell("The browser does not let the page copy. Select the address and copy it by hand.");
    }
  };

  return (
    <>
      <button type="button" disabled={now.state.nodes.length === 0} onClick={() => void open()}>
        Share
      </button>
      <dialog ref={dialog} aria-labelledby="share-title">
        <h2 id="share-title">Send this picture on</h2>
        <p>Whoever opens this address and reaches this server sees just what you see: entities, places, lens and selection.</p>
        <label>
          Address{" "}
          <input readOnly value={address} placeholder="Making the address …" onFocus={(event) => event.target.select()} />
        </label>
        <p role="status">{told}</p>
        <button type="button" disabled={address === ""} onClick={() => void copy()}>
          Copy
        </button>
        <button type="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </dialog>
    </>
  );
}
