/** Shares at which the browser tells of a change, from 0 to 1. */
export const STEPS: number[] = Array.from({ length: 21 }, (_, step) => step / 20);

/** Whether so much of an element is seen; of one that is larger than the window, so much of the window. */
export function isSeen(
  { isIntersecting, intersectionRatio, intersectionRect, rootBounds }: IntersectionObserverEntry,
  share: number,
) {
  if (!isIntersecting) return false;
  if (intersectionRatio >= share) return true;
  // Larger than the window, it may fill all of it and still show a small share of itself.
  const root = rootBounds ? rootBounds.width * rootBounds.height : Infinity;
  // In a frame the browser names the bounds of the outermost window.
  const room = Math.min(root, innerWidth * innerHeight);
  return room > 0 && intersectionRect.width * intersectionRect.height >= room * share;
}
