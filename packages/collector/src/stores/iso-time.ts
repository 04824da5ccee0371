/** ISO 8601 in UTC sorts as text. */
export function earlier(a: string, b: string): string {
  return [a, b].sort()[0] as string;
}

export function later(a: string, b: string): string {
  return [a, b].sort()[1] as string;
}
