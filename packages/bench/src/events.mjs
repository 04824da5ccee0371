/**
 * The events of all measurements: a lead funnel's, with six properties. This function is also run inside the
 * page, so it must not use anything from outside itself.
 *
 * Each event carries its own mark, by which the server recognises it in any SDK's format.
 */
export function makeEvent(/** @type {number} */ index) {
  const names = ['landing_page_view', 'landing_start_click', 'result_page_view', 'result_contact_click'];
  return {
    name: names[index % 4],
    properties: {
      inviteToken: 'k7Qm2xVd9sTz',
      version: index % 2 === 0 ? 'a' : 'b',
      channel: 'wechat-moments',
      step: (index % 4) + 1,
      score: 40 + (index % 60),
      mark: `bench-${String(index).padStart(6, '0')}`,
    },
  };
}
