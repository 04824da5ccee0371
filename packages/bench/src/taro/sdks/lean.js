import { init as start } from 'pugmark-taro-lean';

// Nothing but a tracker: what an app carries that tracks by hand.
export const init = ({ apiUrl }) => start({ apiUrl });
export const useTrack = () => start({ apiUrl: '' }).track;
export const usePageTracking = () => {};
