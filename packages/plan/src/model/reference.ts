/** What a metric or a step of a funnel refers to. */
export interface Reference {
  text: string;
  event: string;
  property?: string;
  where?: { property: string; value: string };
}

const REFERENCE = /^(\w+)(?:\.(\w+))?(?:\s+where\s+(\w+)\s*=\s*(\S(?:.*\S)?))?$/;

/** Reads `event`, `event.property` and `event where property = value`; undefined when it is none of them. */
export function parseReference(text: string): Reference | undefined {
  const [, event, property, filtered, value] = REFERENCE.exec(text.trim()) ?? [];
  if (event === undefined) return undefined;
  return {
    text,
    event,
    ...(property !== undefined && { property }),
    ...(filtered !== undefined && value !== undefined && { where: { property: filtered, value } }),
  };
}
