/**
 * Which part of the picture is in sight, and how large: moved by wheel, drag and keys. Used by
 * picture.tsx.
 */

export interface View {
  /** Where the picture's left upper corner is in the frame, in px. */
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

export const SCALE_MIN = 0.05;
const SCALE_MAX = 2;
/** Smaller, nothing can be read: what does not fit is for moving about. */
const FIT_MIN = 0.6;
/** Of what is brought into sight, from the edge. */
const MARGIN = 24;

/** The whole, in the middle; or its left upper part, where the whole would be too small to read. */
export function fit(picture: Size, frame: Size): View {
  const whole = Math.min(frame.width / picture.width, frame.height / picture.height, 1);
  const scale = Math.max(whole, FIT_MIN);
  const middle = (room: number, size: number): number => Math.max(0, (room - size * scale) / 2);
  return {
    x: middle(frame.width, picture.width),
    y: middle(frame.height, picture.height),
    scale,
  };
}

/** The point of the frame stays where it is. */
export function zoom(view: View, factor: number, point: { x: number; y: number }): View {
  const scale = Math.min(Math.max(view.scale * factor, SCALE_MIN), SCALE_MAX);
  const growth = scale / view.scale;
  return {
    x: point.x - (point.x - view.x) * growth,
    y: point.y - (point.y - view.y) * growth,
    scale,
  };
}

/** A part of the picture stays in sight, wherever one pulls it. */
export function move(view: View, by: { x: number; y: number }, picture: Size, frame: Size): View {
  const { scale } = view;
  const hold = (at: number, size: number, room: number): number =>
    Math.min(Math.max(at, MARGIN * 2 - size * scale), room - MARGIN * 2);
  return {
    x: hold(view.x + by.x, picture.width, frame.width),
    y: hold(view.y + by.y, picture.height, frame.height),
    scale,
  };
}

/** Moved as little as brings the box into sight. */
export function reveal(view: View, box: Box, frame: Size): View {
  const shift = (start: number, size: number, room: number): number => {
    if (start < MARGIN) return MARGIN - start;
    const excess = start + size - (room - MARGIN);
    return excess > 0 ? -Math.min(excess, start - MARGIN) : 0;
  };
  const { x, y, scale } = view;
  return {
    x: x + shift(x + box.x * scale, box.width * scale, frame.width),
    y: y + shift(y + box.y * scale, box.height * scale, frame.height),
    scale,
  };
}
