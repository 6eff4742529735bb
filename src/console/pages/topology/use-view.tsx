/** Wheel, drag, pinch and keys to the part of the picture in sight. view.ts does the reckoning. */
import type { RefObject } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { CONSUMERS_WIDTH, type Layout, NODE_HEIGHT, NODE_WIDTH, type Place } from './layout.js';
import { type Box, fit, move, reveal, type Size, type View, zoom } from './view.js';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** px of a key stroke. */
const STEP = 60;
const ZOOM_STEP = 1.25;
/** A wheel's step is about 100. */
const WHEEL_FACTOR = 0.0015;
/** Less is a click. */
const DRAG_MIN = 4;

const KEYS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: STEP, y: 0 },
  ArrowRight: { x: -STEP, y: 0 },
  ArrowUp: { x: 0, y: STEP },
  ArrowDown: { x: 0, y: -STEP },
};
const ZOOM_KEYS: Readonly<Record<string, number>> = {
  '+': ZOOM_STEP,
  '=': ZOOM_STEP,
  '-': 1 / ZOOM_STEP,
};

export interface ViewControl {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly at: View;
  readonly isDragged: boolean;
  readonly zoom: (factor: number) => void;
  readonly fit: () => void;
  /** Brings the nodes into sight. */
  readonly reveal: (ids: readonly string[]) => void;
  readonly handlers: ReturnType<typeof usePointers>['handlers'] & {
    readonly onKeyDown: (pressed: KeyboardEvent) => void;
  };
}

export function useView(layout: Layout, fitKey: string): ViewControl {
  const frame = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<View>({ x: 0, y: 0, scale: 1 });
  const latest = useRef(layout);
  latest.current = layout;
  const fitNow = useCallback(() => setAt(fit(latest.current, sizeOf(frame.current))), []);
  const zoomAt = useCallback((factor: number, point?: Point) => {
    const { width, height } = sizeOf(frame.current);
    setAt((view) => zoom(view, factor, point ?? { x: width / 2, y: height / 2 }));
  }, []);
  const moveBy = useCallback((by: Point) => {
    setAt((view) => move(view, by, latest.current, sizeOf(frame.current)));
  }, []);
  const revealAll = useCallback((ids: readonly string[]) => {
    const box = boxOf(ids.map((id) => latest.current.nodes.get(id)));
    if (box !== undefined) setAt((view) => reveal(view, box, sizeOf(frame.current)));
  }, []);
  useLayoutEffect(fitNow, [fitKey]);
  useWheel(frame, zoomAt);
  const { isDragged, handlers } = usePointers(frame, moveBy, zoomAt);
  const onKeyDown = (pressed: KeyboardEvent): void => {
    const { key, ctrlKey, metaKey, altKey } = pressed;
    if (ctrlKey || metaKey || altKey) return;
    const [by, factor] = [KEYS[key], ZOOM_KEYS[key]];
    if (by !== undefined) moveBy(by);
    else if (factor !== undefined) zoomAt(factor);
    else if (key === '0') fitNow();
    else return;
    pressed.preventDefault();
  };
  return {
    frame,
    at,
    isDragged,
    zoom: zoomAt,
    fit: fitNow,
    reveal: revealAll,
    handlers: { ...handlers, onKeyDown },
  };
}

/** Not by onWheel: only a listener that is not passive keeps the page where it is. */
function useWheel(
  frame: RefObject<HTMLDivElement | null>,
  onZoom: (factor: number, point: Point) => void,
): void {
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const listener = (turned: WheelEvent): void => {
      turned.preventDefault();
      const pixels =
        turned.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? turned.deltaY : turned.deltaY * 30;
      onZoom(Math.exp(-pixels * WHEEL_FACTOR), pointIn(element, turned));
    };
    element.addEventListener('wheel', listener, { passive: false });
    return () => element.removeEventListener('wheel', listener);
  }, []);
}

/** One pointer moves, two zoom. */
function usePointers(
  frame: RefObject<HTMLDivElement | null>,
  onMove: (by: Point) => void,
  onZoom: (factor: number, point: Point) => void,
) {
  const pointers = useRef(new Map<number, Point>());
  const start = useRef<Point>({ x: 0, y: 0 });
  const [isDragged, setDragged] = useState(false);
  const onPointerDown = (down: PointerEvent): void => {
    if (down.button !== 0) return;
    pointers.current.set(down.pointerId, { x: down.clientX, y: down.clientY });
    if (pointers.current.size === 1) start.current = { x: down.clientX, y: down.clientY };
  };
  const onPointerMove = (moved: PointerEvent): void => {
    const element = frame.current;
    const before = pointers.current.get(moved.pointerId);
    if (before === undefined || element === null) return;
    const now = { x: moved.clientX, y: moved.clientY };
    if (!isDragged && pointers.current.size === 1) {
      if (distance(start.current, now) < DRAG_MIN) return;
      setDragged(true);
      element.setPointerCapture(moved.pointerId);
    }
    const other = [...pointers.current].find(([id]) => id !== moved.pointerId)?.[1];
    pointers.current.set(moved.pointerId, now);
    if (other === undefined) onMove({ x: now.x - before.x, y: now.y - before.y });
    else {
      const factor = distance(other, now) / Math.max(distance(other, before), 1);
      onZoom(factor, pointIn(element, { clientX: other.x, clientY: other.y }));
    }
  };
  const onPointerUp = (up: PointerEvent): void => {
    pointers.current.delete(up.pointerId);
    // After the click that the browser makes of it, which leads nowhere then.
    if (pointers.current.size === 0) window.setTimeout(() => setDragged(false));
  };
  const onClickCapture = (clicked: MouseEvent): void => {
    if (isDragged) clicked.preventDefault();
  };
  const handlers = {
    onPointerDown,
    onPointerMove,
    onPointerUp,
    onPointerCancel: onPointerUp,
    onClickCapture,
  };
  return { isDragged, handlers };
}

/** Around all of them, with the consumers beside. */
function boxOf(places: readonly (Place | undefined)[]): Box | undefined {
  const known = places.filter((place) => place !== undefined);
  if (known.length === 0) return undefined;
  const [lefts, tops] = [known.map(({ x }) => x), known.map(({ y }) => y)];
  const [x, y] = [Math.min(...lefts), Math.min(...tops)];
  return {
    x,
    y,
    width: Math.max(...lefts) - x + NODE_WIDTH + CONSUMERS_WIDTH,
    height: Math.max(...tops) - y + NODE_HEIGHT,
  };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function pointIn(
  element: Element,
  { clientX, clientY }: Pick<MouseEvent, 'clientX' | 'clientY'>,
): Point {
  const { left, top } = element.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}

function sizeOf(element: HTMLElement | null): Size {
  return { width: element?.clientWidth ?? 1, height: element?.clientHeight ?? 1 };
}
