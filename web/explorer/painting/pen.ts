// The few things that painting needs of what it paints on. All numbers are pixels from the upper left corner.

/** How a path is inked. What is left out is not done. */
export interface Ink {
  readonly fill?: string;
  readonly stroke?: string;
  readonly width?: number;
  /** Lengths of ink and gap in turn. */
  readonly dash?: readonly number[];
  /** How far into the dashes it begins. */
  readonly phase?: number;
  readonly cap?: "butt" | "round";
  /** Of 1; below that what lies beneath shines through. */
  readonly opacity?: number;
}

export interface Lettering {
  readonly size: number;
  readonly bold: boolean;
  readonly colour: string;
  /** Around the letters, so that they can be read on lines. */
  readonly halo?: string;
  /** Which part of the text is at the place given. */
  readonly align: "start" | "middle" | "end";
  /** Clockwise around the place given, in radians. */
  readonly angle?: number;
  readonly opacity?: number;
}

export interface Pen {
  readonly width: number;
  readonly height: number;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  curveTo(bendX: number, bendY: number, x: number, y: number): void;
  circle(x: number, y: number, radius: number): void;
  close(): void;
  /** Inks what was drawn since the last time, and forgets it. */
  ink(ink: Ink): void;
  /** One line of text; y is where the letters stand. */
  text(text: string, x: number, y: number, lettering: Lettering): void;
  /** What comes until end belongs together. Whoever can show a name for it asks for it. */
  begin(name: () => string): void;
  end(): void;
}

/** How wide a text is, in pixels. */
export type Measure = (text: string, size: number, bold: boolean) => number;

/** Fonts that are there already, on whatever machine. */
export const FONTS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif';
