import type { Privacy, Subject } from '@pugmark/store';
import { refuse } from '../refusal.ts';

/** Events of a page of an export. */
const PAGE = 500;
const MAX_ID = 256;

/** Whose data a path names. */
export type SubjectOf = (id: string) => Subject;

export const SUBJECTS: Record<'persons' | 'devices', SubjectOf> = {
  persons: (personId) => ({ personId }),
  devices: (deviceId) => ({ deviceId }),
};

export function readSubject(id: string, subjectOf: SubjectOf): Subject {
  // What no event can have, no store needs to be asked for.
  if (id.trim() === '' || id.length > MAX_ID || id.includes('\0')) {
    throw refuse(
      400,
      'invalid_id',
      `The path must end in the id of a person or device, of 1 to ${MAX_ID} characters.`,
    );
  }
  return subjectOf(id);
}

/** Removes somebody, and answers with a receipt that names nobody. */
export async function erase(store: Privacy, subject: Subject): Promise<Response> {
  return Response.json(await store.erase(subject));
}

/** All that is kept of somebody, as one JSON that is written page by page. */
export async function exportPerson(store: Privacy, subject: Subject, now: () => number): Promise<Response> {
  // The first page before the answer begins, so that a store that fails is told as such.
  let page = await store.exportPerson(subject, { limit: PAGE });
  const head = { ...subject, exportedAt: new Date(now()).toISOString(), identities: page.identities };
  const utf8 = new TextEncoder();
  let isFirst = true;
  let isLast = false;
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (isLast) {
        controller.enqueue(utf8.encode(']}'));
        controller.close();
        return;
      }
      const events = page.events.map((event) => JSON.stringify(event)).join(',');
      const start = isFirst ? `${JSON.stringify(head).slice(0, -1)},"events":[` : ',';
      controller.enqueue(utf8.encode(start + events));
      isFirst = false;
      if (page.next === undefined) isLast = true;
      else {
        page = await store.exportPerson(subject, { limit: PAGE, after: page.next });
        // A full page may have been the last.
        if (page.events.length === 0) isLast = true;
      }
    },
  });
  return new Response(stream, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': 'attachment; filename="person.json"',
    },
  });
}
