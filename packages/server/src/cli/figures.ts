/** Reads `name=number`. @throws Error that says how it is written. */
export function readFigure(text: string, known: Record<string, number> = {}): Record<string, number> {
  const at = text.lastIndexOf('=');
  const [name, value] = [text.slice(0, at).trim(), Number(text.slice(at + 1))];
  if (at > 0 && name !== '' && text.slice(at + 1).trim() !== '' && Number.isFinite(value))
    return { ...known, [name]: value };
  throw new Error(`--figure must be like cost_per_human_session=10; it is ${text}`);
}
