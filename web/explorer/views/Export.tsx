import type { ReactElement } from "react";
import type { FileFormat } from "../export/export";
import { exportFile, formats } from "../export/export";
import type { View } from "./view";

/** Saves the picture or its data as a file, with lens, date, sources and licence inside. */
export function Export({ session, now }: View): ReactElement {
  const save = (format: FileFormat): Promise<void> =>
    session.wait("Writing the file", async (signal) => {
      const { name, blob } = await exportFile(format, now, signal);
      const address = URL.createObjectURL(blob);
      const link = document.createElement("a");
      link.href = address;
      link.download = name;
      link.click();
      // The browser reads the file after the click; a minute is ample.
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
      session.say(`${name} is saved.`);
    });
  return (
    <>
      <button type="button" popoverTarget="export" disabled={now.state.nodes.length === 0 || !now.current}>
        Export
      </button>
      <div id="export" popover="auto" className="menu" role="group" aria-label="Export">
        {formats.map((format) => (
          <button
            key={format.name}
            type="button"
            popoverTarget="export"
            popoverTargetAction="hide"
            onClick={() => void save(format.name)}
          >
            {format.title} <span className="small">{format.purpose}</span>
          </button>
        ))}
      </div>
    </>
  );
}
