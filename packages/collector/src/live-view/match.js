/** A filter of the page: texts by field, and whether only what is off the plan is wanted. */

export const isEmpty = ({ faulty, ...texts }) => !faulty && !Object.values(texts).some(Boolean);

const PROPERTY = /^([^\s=]+)=(.*)$/;

/** Whether an event that the page holds is wanted: parts of texts suffice, in whatever case. */
export function matches(event, { name, device, user, text, faulty }) {
  return (
    event.eventName.includes(name.toLowerCase()) &&
    includes(event.deviceId, device) &&
    includes(event.userId ?? '', user) &&
    (!faulty || event.plan !== undefined) &&
    (text === '' || matchesText(event, text))
  );
}

function includes(text, part) {
  return text.toLowerCase().includes(part.toLowerCase());
}

function matchesText(event, text) {
  const [, name, value] = PROPERTY.exec(text) ?? [];
  if (name !== undefined) {
    if (!Object.hasOwn(event.properties, name)) return false;
    const found = event.properties[name];
    return value === '' || (typeof found !== 'object' || found === null ? String(found) === value : false);
  }
  const { eventName, deviceId, userId = '', sessionId, streamId = '', properties } = event;
  return includes(
    [eventName, deviceId, userId, sessionId, streamId, JSON.stringify(properties)].join(' '),
    text,
  );
}

/** The same as a question to the collector, which knows names, devices and users as a whole only. */
export function queryOf({ name, device, user, text, faulty }) {
  const query = new URLSearchParams();
  if (name) query.set('name', name);
  if (device) query.set('device', device);
  if (user) query.set('user', user);
  const [, property, value] = PROPERTY.exec(text) ?? [];
  if (property !== undefined) query.set('property', value === '' ? property : text);
  else if (text) query.set('q', text);
  if (faulty) query.set('faulty', 'true');
  return query;
}
