import { isObject } from '../encoding/json.js';
import { ownKeys } from '../encoding/own-keys.js';
import type { OptionReader } from './readers.js';

/** What begins a new session, beside idle time and a day's length. */
export interface NewSession {
  /** The day ends, in local time. Default `false`. */
  midnight?: boolean | undefined;
  /** A page is opened from another campaign than the one that the session began with. Default `false`. */
  campaign?: boolean | undefined;
}

export const NEW_SESSION: OptionReader<NewSession> = {
  otherwise_: {},
  expects_: '{ midnight, campaign }, each true or false',
  read_: (value) =>
    isObject(value) &&
    ownKeys(value).every(
      (name) =>
        (name === 'midnight' || name === 'campaign') && /^(boolean|undefined)$/.test(typeof value[name]),
    )
      ? value
      : undefined,
};
